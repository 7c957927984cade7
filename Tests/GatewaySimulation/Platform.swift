import Gateway
import Messaging

/// One account's platform with its people: hands messages out, takes messages, and keeps books of
/// both that the bot knows nothing of.
final class Platform: @unchecked Sendable {
    // Unchecked: used by the one thread of a simulation.

    /// How long the platform has a message.
    enum Keeping {
        /// Until it was handed out once, arrived or not (Zalo).
        case untilHandedOut
        /// Until the next poll says that it was kept (Telegram).
        case untilAcknowledged
        /// Until a call to the webhook is answered with 200 (Official Account).
        case untilAnswered
    }

    /// One message of a person, and what became of it.
    struct Update {
        let order: Int
        let message: InboundMessage
    }

    /// One call of the bot to send something.
    struct Attempt {
        let text: String
        let chat: ChatID
        let life: Int
        let at: Int64
        /// Whether it will arrive if nothing happens.
        var isOnItsWay = false
        var isArrived = false
        /// What the bot was told; nil when it was gone before.
        var told: Told?
    }

    /// What the bot was told of a send.
    enum Told: Hashable {
        case taken
        case failed(SendFailure)
        /// The call was cut by the bot's own end.
        case cut
    }

    let account: AccountID
    let keeping: Keeping
    let world: World

    /// Sends by the order in which they began.
    private(set) var attempts: [Attempt] = []
    /// What people in the chats have seen, in order.
    private(set) var arrivals: [(chat: ChatID, text: String)] = []
    /// The lives that each message was given to, by its id.
    private(set) var handedTo: [MessageID: Set<Int>] = [:]
    /// Whether messages were handed out in another order than they were written.
    private(set) var isDisordered = false
    /// Promises that the bot has broken, as seen from here.
    private(set) var complaints: [String] = []
    /// Called when something should be looked at by whoever may end the life.
    var whenInFlight: () -> Void = {}

    private var updates: [Update] = []
    private var updatesEver = 0
    private var copies = 0
    private var onTheWay = 0
    private var life: Life?
    private var poll: (promise: Promise<Polled>, plan: Int, life: Life)?
    private var isPolled = false
    private var acknowledged: [Int: Set<Int>] = [:]
    private var sending: [ChatID: Int] = [:]
    private var gone: Set<ChatID> = []

    /// How a poll ends.
    typealias Polled = Result<Received, ReceiveFailure>

    private let plant: Plant

    init(account: AccountID, keeping: Keeping, world: World, plant: Plant) {
        self.account = account
        self.keeping = keeping
        self.world = world
        self.plant = plant
    }

    /// A person writes.
    func write(_ message: InboundMessage) {
        gone.remove(message.chat)
        updatesEver += 1
        let update = Update(order: updatesEver, message: message)
        if keeping == .untilAnswered {
            updates.append(update)
            return push(update, after: world.random.below(400))
        }
        if world.random.oneIn(world.mishaps.lateOneIn), !updates.isEmpty {
            isDisordered = true
            updates.insert(update, at: world.random.below(updates.count))
        } else {
            updates.append(update)
        }
        answerPoll()
    }

    /// A number that was not given before.
    func nextCopy() -> Int {
        copies += 1
        return copies
    }

    /// Whether nothing waits to be handed out, and nothing is on its way.
    var isEmpty: Bool { updates.isEmpty && onTheWay == 0 }

    /// The account as the bot of one life uses it.
    func channel(for life: Life) -> Channel {
        acknowledged[life.number] = []
        self.life = life
        let receive: Channel.Receive = { () async throws(ReceiveFailure) in
            try await self.receive(life)
        }
        return Channel(
            account: account, textUnitsMax: 1_900,
            intake: keeping == .untilAnswered ? .push([route]) : .poll(receive),
            send: { message async throws(SendFailure) in try await self.send(message, life) })
    }

    // MARK: Calls to the webhook

    /// The webhook: a body is a text of the order of the update in it.
    private var route: WebhookRoute {
        WebhookRoute(account: account, path: "/webhook/\(account)") { call in
            let order = Int(String(decoding: call.body, as: UTF8.self))
            guard let update = self.updates.first(where: { $0.order == order }) else {
                return .received(.skipped(reason: "an unknown event"))
            }
            return .received(.messages([self.plant.copy(update.message, of: self)]))
        }
    }

    private func push(_ update: Update, after milliseconds: Int) {
        world.after(milliseconds) {
            guard let life = self.life, life.isAlive, !life.isOver else {
                return self.push(update, after: 1_000)
            }
            let isTwice = self.world.random.oneIn(self.world.mishaps.repeatOneIn)
            self.call(life, with: update, isLast: !isTwice)
            if isTwice { self.call(life, with: update, isLast: true) }
        }
    }

    private func call(_ life: Life, with update: Update, isLast: Bool) {
        world.note("\(account) pushes \(update.message.message)")
        life.call(route, Array("\(update.order)".utf8)) { answer in
            self.world.note("\(self.account) \(update.message.message): \(answer)")
            // The answer may be lost on its way: then the platform calls again.
            let isHeard =
                life.isAlive && !self.world.random.oneIn(self.world.mishaps.pollFailsOneIn)
            if isHeard, answer == .kept || answer == .ignored {
                self.updates.removeAll { $0.order == update.order }
            } else if isLast {
                self.push(update, after: 5_000)
            }
        }
    }

    // MARK: Polls

    private func receive(_ life: Life) async throws(ReceiveFailure) -> Received {
        world.executor.checkThread()
        guard life.isAlive else { throw .cancelled }
        if isPolled { complaints.append("two polls of \(account) at once") }
        isPolled = true
        defer { isPolled = false }
        if keeping == .untilAcknowledged, let known = acknowledged[life.number] {
            // Asking again says that all that came before was kept.
            updates.removeAll { known.contains($0.order) }
        }
        let promise = Promise<Polled>()
        let began = world.elapsed
        begin(promise, life)
        let polled = await promise.get(whenCancelled: .failure(.cancelled)) {
            self.forget(promise)
            life.notePollCut(of: self.account, since: began)
        }
        return try polled.get()
    }

    private func begin(_ promise: Promise<Polled>, _ life: Life) {
        if world.random.oneIn(world.mishaps.pollDeafOneIn) { return }
        if world.random.oneIn(world.mishaps.pollFailsOneIn) {
            let wait = world.random.pick([10, 500, 20_000])
            let polled: Polled =
                switch world.random.below(8) {
                case 0: .failure(.credentialsExpired(reason: "401"))
                case 1: .success(.skipped(reason: "an unknown event"))
                case 2, 3: .success(.idle)
                default: .failure(.tryAgain(reason: "502"))
                }
            world.after(wait) { promise.keep(polled) }
            return
        }
        let idle = life.isLast ? 6 * 3_600_000 : 25_000
        let plan = world.after(idle) {
            self.forget(promise)
            promise.keep(.success(.idle))
        }
        poll = (promise, plan, life)
        answerPoll()
    }

    private func forget(_ promise: Promise<Polled>) {
        guard let poll, poll.promise === promise else { return }
        world.callOff(poll.plan)
        self.poll = nil
    }

    /// Answers the poll that waits, if there is something to answer with.
    private func answerPoll() {
        guard let (promise, _, life) = poll, !updates.isEmpty else { return }
        forget(promise)
        let count = keeping == .untilAcknowledged ? updates.count : world.random.within(1...2)
        let handed = Array(updates.prefix(count))
        if keeping == .untilHandedOut {
            updates.removeFirst(handed.count)
            for update in handed where world.random.oneIn(world.mishaps.repeatOneIn) {
                isDisordered = true
                updates.insert(update, at: world.random.below(updates.count + 1))
            }
        }
        var shown = handed.map(\.message)
        if world.random.oneIn(world.mishaps.repeatOneIn), let last = shown.last {
            shown.append(last)
        }
        let isCut = world.random.oneIn(world.mishaps.pollFailsOneIn * 2)
        onTheWay += 1
        world.after(world.random.below(400)) {
            self.onTheWay -= 1
            guard !promise.isKept else { return }
            if isCut { return promise.keep(.failure(.tryAgain(reason: "cut"))) }
            for update in handed {
                self.handedTo[update.message.message, default: []].insert(life.number)
                self.acknowledged[life.number]?.insert(update.order)
            }
            self.world.note("\(self.account) hands out \(shown.map(\.message.rawValue))")
            let copies = shown.map { self.plant.copy($0, of: self) }
            promise.keep(.success(.messages(copies)))
        }
    }

    // MARK: Sends

    private func send(_ message: OutboundMessage, _ life: Life) async throws(SendFailure) -> Sent {
        world.executor.checkThread()
        guard life.isAlive else { throw .outcomeUnknown(reason: "the bot is gone") }
        look(at: message, life)
        let number = attempts.count
        attempts.append(
            Attempt(text: message.text, chat: message.chat, life: life.number, at: world.elapsed))
        world.note("\(account) \(message.chat) is sent \(message.text)")
        sending[message.chat, default: 0] += 1
        defer { sending[message.chat, default: 1] -= 1 }
        let promise = Promise<Told>()
        plan(number, promise)
        let told = await promise.get(whenCancelled: .cut) {
            life.noteSendCut(of: self.account)
            self.cut(number)
        }
        if life.isAlive { attempts[number].told = told }
        world.note("\(account) \(message.chat) \(message.text): \(told)")
        switch told {
        case .taken: return Sent(message: MessageID(rawValue: "out-\(number)"))
        case .failed(let failure):
            throw failure
        case .cut: throw .outcomeUnknown(reason: "cancelled")
        }
    }

    /// Looks whether the bot may send this now.
    private func look(at message: OutboundMessage, _ life: Life) {
        let limits = world.mishaps.limits
        if sending[message.chat, default: 0] > 0 {
            complaints.append("two sends to \(message.chat) of \(account) at once")
        }
        if sending.values.reduce(0, +) >= limits.sendsAtOnce {
            complaints.append("more than \(limits.sendsAtOnce) sends of \(account) at once")
        }
        if life.knowsGone(account, message.chat) {
            complaints.append("a send to \(message.chat) of \(account), which is gone")
        }
    }

    private func plan(_ number: Int, _ promise: Promise<Told>) {
        let chat = attempts[number].chat
        let millis = 1 + world.random.below(world.mishaps.sendMillisecondsMax)
        if world.random.oneIn(world.mishaps.goneOneIn) { gone.insert(chat) }
        let (arrives, told) = outcome(chat)
        if arrives {
            let at = world.random.below(millis)
            attempts[number].isOnItsWay = true
            world.after(at) { self.arrive(number) }
        }
        world.after(millis) { promise.keep(told) }
        if world.random.oneIn(world.mishaps.killInFlightOneIn) {
            world.after(world.random.below(millis + 1)) { self.whenInFlight() }
        }
    }

    private func outcome(_ chat: ChatID) -> (arrives: Bool, Told) {
        if gone.contains(chat) { return (false, .failed(.recipientGone(reason: "blocked"))) }
        guard world.random.oneIn(world.mishaps.sendFailsOneIn) else { return (true, .taken) }
        switch world.random.below(16) {
        case 0..<5: return (false, .failed(.tryAgain(reason: "503")))
        case 5..<8: return (true, .failed(.outcomeUnknown(reason: "time-out")))
        case 8..<10: return (false, .failed(.outcomeUnknown(reason: "time-out")))
        case 10..<13: return (false, .failed(.tryAgainAfter(seconds: 3, reason: "429")))
        case 13, 14: return (false, .failed(.refused(reason: "bad text")))
        default: return (false, .failed(.credentialsExpired(reason: "401")))
        }
    }

    /// The bot died: its request has perhaps got out, but not after what the next life sends.
    private func cut(_ number: Int) {
        if world.random.oneIn(2) { return arrive(number) }
        attempts[number].isOnItsWay = false
    }

    private func arrive(_ number: Int) {
        let attempt = attempts[number]
        guard attempt.isOnItsWay else { return }
        attempts[number].isOnItsWay = false
        attempts[number].isArrived = true
        arrivals.append((attempt.chat, attempt.text))
        if let quota = world.mishaps.limits.monthlyQuota, arrivals.count > quota {
            complaints.append("\(account) has sent more than its quota of \(quota)")
        }
    }
}
