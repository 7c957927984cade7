import CurlHTTP
import Messaging
import TestSupport
import Wire

/// A platform that speaks Telegram's protocol over loopback HTTP: batches, offsets, confirmations.
final class FakeTelegram: Sendable {
    /// The id of the first update.
    static let firstID: Int64 = 700_000_000

    private struct State {
        var confirmed: Int64 = 0
        var confirmedTooEarly = 0
        var polls: [Int64?] = []
        var sent: [(chat: String, text: String)] = []
        var texts: Set<String> = []
        var waiters: [(Int, CheckedContinuation<Void, Never>)] = []
    }

    private let state = LockedValue(State())
    private let texts: [(chat: Int64, text: String)]
    private let kept: @Sendable () -> Int
    private let server = LockedValue<LoopbackServer?>(nil)

    /// Starts a server that has these messages for the bot.
    ///
    /// - Parameters:
    ///   - texts: In order, each in a private chat.
    ///   - kept: How many the bot has kept, asked whenever it confirms some.
    /// - Throws: What the listening throws.
    init(_ texts: [(chat: Int64, text: String)], kept: @escaping @Sendable () -> Int) throws {
        self.texts = texts
        self.kept = kept
        let server = try LoopbackServer { [weak self] request in
            self?.answer(request) ?? [.close]
        }
        self.server.withLock { $0 = server }
    }

    var base: String { server.withLock { $0?.base } ?? "" }

    /// Messages that reached people, in order.
    var sent: [(chat: String, text: String)] { state.withLock { $0.sent } }

    /// How many updates the bot has confirmed.
    var confirmed: Int64 { state.withLock { $0.confirmed } }

    /// Confirmations of updates that the bot had not kept yet.
    var confirmedTooEarly: Int { state.withLock { $0.confirmedTooEarly } }

    /// The offsets of all polls, in order.
    var offsets: [Int64?] { state.withLock { $0.polls } }

    /// Returns when so many different texts have reached people.
    func waitForTexts(_ count: Int) async {
        await withCheckedContinuation { continuation in
            let isThere = state.withLock { state in
                if state.texts.count >= count { return true }
                state.waiters.append((count, continuation))
                return false
            }
            if isThere { continuation.resume() }
        }
    }

    func stop() {
        server.withLock { $0 }?.stop()
    }

    private func answer(_ request: LoopbackServer.Request) -> [LoopbackServer.Step] {
        let body = JSON.read(request.body) ?? .null
        switch request.target.split(separator: "/").last {
        case "getMe":
            return [ok(#"{"id":99,"is_bot":true,"first_name":"bot","username":"fake_bot"}"#)]
        case "getWebhookInfo": return [ok(#"{"url":""}"#)]
        case "getUpdates": return poll(body["offset"]?.whole, body["limit"]?.whole ?? 100)
        case "sendMessage": return take(body)
        default: return [.answer(404, body: #"{"ok":false,"error_code":404}"#)]
        }
    }

    private func poll(_ offset: Int64?, _ limit: Int64) -> [LoopbackServer.Step] {
        let confirms = offset.map { $0 - Self.firstID } ?? 0
        let isEarly = confirms > 0 && Int64(kept()) < confirms
        let range = state.withLock { state in
            state.polls.append(offset)
            state.confirmed = max(state.confirmed, confirms)
            if isEarly { state.confirmedTooEarly += 1 }
            return state.confirmed..<min(state.confirmed + limit, Int64(texts.count))
        }
        guard !range.isEmpty else { return [.stall] }
        let updates = range.map { number -> String in
            let (chat, text) = texts[Int(number)]
            return
                #"{"update_id":\#(Self.firstID + number),"message":{"message_id":\#(number + 1),"#
                + #""from":{"id":\#(chat),"is_bot":false,"first_name":"A"},"#
                + #""chat":{"id":\#(chat),"type":"private"},"date":1760000000,"text":"\#(text)"}}"#
        }
        return [ok("[\(updates.joined(separator: ","))]")]
    }

    private func take(_ body: JSON) -> [LoopbackServer.Step] {
        let chat = body["chat_id"]?.whole.map(String.init) ?? ""
        let text = body["text"]?.string ?? ""
        let (count, ready) = state.withLock { state in
            state.sent.append((chat, text))
            state.texts.insert(text)
            let count = state.texts.count
            let ready = state.waiters.filter { $0.0 <= count }
            state.waiters.removeAll { $0.0 <= count }
            return (state.sent.count, ready)
        }
        for (_, continuation) in ready { continuation.resume() }
        return [ok(#"{"message_id":\#(100_000 + count)}"#)]
    }

    private func ok(_ result: String) -> LoopbackServer.Step {
        .answer(200, body: #"{"ok":true,"result":\#(result)}"#)
    }
}
