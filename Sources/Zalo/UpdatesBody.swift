/// A body that carries updates: the answer to a poll, or what a webhook gets.
///
/// Polls wrap one update in an envelope. Webhooks are documented in an envelope and come flat in
/// fact. Both shapes are read in both places, an array of updates too.
package enum UpdatesBody: Hashable, Sendable {
    /// Updates in order; none when the result is empty.
    case updates([Update])

    /// `ok` is false.
    case refused(errorCode: Int?)

    /// Returns what is in `body`, or nil when it is not JSON or holds nothing of the kind.
    package static func read(_ body: [UInt8]) -> UpdatesBody? {
        WireJSON.value(UpdatesBody.self, in: body)
    }
}

extension UpdatesBody: Decodable {
    private enum CodingKeys: String, CodingKey {
        case isOK = "ok"
        case result
        case errorCode = "error_code"
        case eventName = "event_name"
        case message
    }

    package init(from decoder: any Decoder) throws {
        if let several = try? [OneUpdate](from: decoder) {
            self = .updates(several.map(\.update))
            return
        }
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let isOK = container.lenient(Bool.self, .isOK)
        if isOK == false {
            let code = container.whole(.errorCode).flatMap { Int(exactly: $0) }
            self = .refused(errorCode: code)
        } else if container.contains(.result) {
            let several = container.lenient([OneUpdate].self, .result)
            let single = container.lenient(Update.self, .result)
            let updates = several?.map(\.update) ?? single.map { [$0] } ?? []
            self = .updates(updates.count == 1 && updates[0].isEmpty ? [] : updates)
        } else if container.contains(.message) || container.contains(.eventName) {
            self = .updates([try Update(from: decoder)])
        } else if isOK == true {
            self = .updates([])
        } else {
            throw DecodingError.dataCorruptedError(
                forKey: .result, in: container, debugDescription: "no updates in the body")
        }
    }

    /// An element of an array, which must not cost the others when it is no update.
    private struct OneUpdate: Decodable {
        let update: Update

        init(from decoder: any Decoder) throws {
            update = (try? Update(from: decoder)) ?? Update(eventName: nil, message: nil)
        }
    }
}

extension Update {
    /// Whether nothing that we know was in it.
    var isEmpty: Bool { eventName == nil && message == nil }
}
