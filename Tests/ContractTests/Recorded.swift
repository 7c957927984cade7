import CurlHTTP
import Foundation
import Messaging
import TestSupport

/// What the contracts of all channels have in common.
enum Recorded {
    static let now = Timestamp(milliseconds: 1_795_000_000_000)

    static let account = AccountID(rawValue: "bot-1")

    /// Looks like a token, and must not be found in anything that is printed.
    static let token = Secret("12345689:PLANTED-token")

    /// A body in `Tests/Fixtures`, as `telegram/idle`; HTTP 599 when there is none, which no row expects.
    static func body(_ name: String, status: Int = 200) -> ChannelContract.Answer {
        guard let bytes = try? RepositoryRoot.bytes(of: "Tests/Fixtures/\(name).json") else {
            return .status(599, "no such file")
        }
        return .success(HTTPResponse(status: status, body: bytes))
    }

    /// All bodies in a folder of `Tests/Fixtures`, in order of their names.
    static func bodies(in folder: String) -> [[UInt8]] {
        let names = (try? RepositoryRoot.names(in: "Tests/Fixtures/\(folder)")) ?? []
        return names.compactMap { try? RepositoryRoot.bytes(of: "Tests/Fixtures/\(folder)/\($0)") }
    }

    /// A message of the account.
    static func message(
        _ id: String, chat: String, _ kind: ChatKind = .private, sender: String, name: String,
        _ content: InboundMessage.Content, at seconds: Int64 = 1_760_000_000
    ) -> InboundMessage {
        InboundMessage(
            account: account, chat: ChatID(rawValue: chat), chatKind: kind,
            message: MessageID(rawValue: id), sender: PersonID(rawValue: sender), senderName: name,
            content: content, sentAt: Timestamp(milliseconds: seconds * 1_000))
    }
}

/// A folder that is removed with the last reference to it; a lock in it is held on.
final class LockFolder: Sendable {
    let path = NSTemporaryDirectory() + "tungngo-\(UUID().uuidString)"

    init() throws {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }
}
