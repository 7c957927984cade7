import Campaign
import Foundation
import Gateway
import Messaging
import Storage

/// An export of a person as a JSON document: one member for each part of the store.
struct PersonJSONFile {
    private let object: [String: Any]

    init(_ sections: [PersonSection], at now: Timestamp) {
        var object: [String: Any] = ["exported_at": LogTime.text(now)]
        for section in sections where !section.rows.isEmpty {
            object[section.name] = section.rows.map { row in row.mapValues(Self.value) }
        }
        self.object = object
    }

    /// The document as UTF-8, its keys in order.
    func bytes() throws -> Data {
        var bytes = try JSONSerialization.data(
            withJSONObject: object,
            options: [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes])
        bytes.append(UInt8(ascii: "\n"))
        return bytes
    }

    private static func value(_ value: PersonValue) -> Any {
        switch value {
        case .nothing: NSNull()
        case .number(let number): NSNumber(value: number)
        case .moment(let moment): LogTime.text(moment)
        case .quantity(let quantity): quantity.description
        case .text(let text): text
        case .json(let text):
            (try? JSONSerialization.jsonObject(with: Data(text.utf8))) ?? text
        }
    }
}
