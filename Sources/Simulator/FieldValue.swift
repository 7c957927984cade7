import Foundation

/// A value in a request: JSON of any shape, or the text of a form field.
enum FieldValue: Hashable, Sendable {
    case text(String)
    case number(Double)
    case flag(Bool)
    case list([FieldValue])
    case object([String: FieldValue])
    case null
}

extension FieldValue: Decodable {
    private struct Key: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }
        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    init(from decoder: any Decoder) throws {
        if let single = try? decoder.singleValueContainer() {
            if let text = try? single.decode(String.self) {
                self = .text(text)
                return
            }
            if single.decodeNil() {
                self = .null
                return
            }
            if let flag = try? single.decode(Bool.self) {
                self = .flag(flag)
                return
            }
            if let number = try? single.decode(Double.self) {
                self = .number(number)
                return
            }
        }
        if let container = try? decoder.container(keyedBy: Key.self) {
            var fields: [String: FieldValue] = [:]
            for key in container.allKeys {
                fields[key.stringValue] = try container.decode(FieldValue.self, forKey: key)
            }
            self = .object(fields)
            return
        }
        var container = try decoder.unkeyedContainer()
        var values: [FieldValue] = []
        while !container.isAtEnd { values.append(try container.decode(FieldValue.self)) }
        self = .list(values)
    }
}

/// The named values of one request, from its query and its body.
struct Fields: Sendable {
    /// Why a body could not be read.
    enum Unreadable: Error, Hashable, Sendable {
        case notUTF8, malformedJSON, notAnObject, unsupportedType(String)

        var reason: String {
            switch self {
            case .notUTF8: "the body is not UTF-8"
            case .malformedJSON: "the body is not JSON"
            case .notAnObject: "the body is JSON but not an object"
            case .unsupportedType(let type):
                "the content type '\(type.prefix(64))' is not read here"
            }
        }
    }

    private(set) var values: [String: FieldValue] = [:]

    init(_ values: [String: FieldValue] = [:]) {
        self.values = values
    }

    /// Reads a request; what the body says wins over the query.
    init(query: String?, body: [UInt8], contentType: String?) throws(Unreadable) {
        if let query { try merge(form: query) }
        guard !body.isEmpty else { return }
        let type = contentType?.split(separator: ";").first.map { $0.lowercased() } ?? ""
        guard let text = String(validating: body, as: UTF8.self) else { throw .notUTF8 }
        switch type.filter({ $0 != " " }) {
        case "application/x-www-form-urlencoded" where !text.hasPrefix("{"):
            try merge(form: text)
        case "application/json", "text/plain", "", "application/x-www-form-urlencoded":
            try merge(json: text)
        default:
            throw .unsupportedType(type)
        }
    }

    private mutating func merge(json text: String) throws(Unreadable) {
        let value: FieldValue
        do {
            value = try JSONDecoder().decode(FieldValue.self, from: Data(text.utf8))
        } catch {
            throw .malformedJSON
        }
        guard case .object(let fields) = value else { throw .notAnObject }
        values.merge(fields) { _, new in new }
    }

    private mutating func merge(form text: String) throws(Unreadable) {
        for pair in text.split(separator: "&") {
            let halves = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = Self.decoded(halves[0])
            let value = halves.count == 2 ? Self.decoded(halves[1]) : ""
            guard let name, let value else { throw .notUTF8 }
            values[name] = .text(value)
        }
    }

    /// Undoes form encoding; nil when the result is no UTF-8.
    private static func decoded(_ text: Substring) -> String? {
        text.replacing("+", with: " ").removingPercentEncoding
    }
}
