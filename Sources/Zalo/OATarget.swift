import Messaging

/// Where an Official Account writes to; a `ChatID` says which, and only this target looks inside.
///
/// A private chat has the id of the person in it, as on the Bot API. Groups have another call, so
/// their ids carry a mark; Zalo's ids are digits or hexadecimal and never hold a colon.
enum OATarget: Hashable {
    case person(id: String)
    case group(id: String)

    private static let groupMark = "group:"

    init(_ chat: ChatID) {
        let id = chat.rawValue
        self =
            id.hasPrefix(Self.groupMark)
            ? .group(id: String(id.dropFirst(Self.groupMark.count))) : .person(id: id)
    }

    var chat: ChatID {
        switch self {
        case .person(let id): ChatID(rawValue: id)
        case .group(let id): ChatID(rawValue: Self.groupMark + id)
        }
    }
}
