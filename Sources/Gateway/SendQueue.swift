import Messaging
import Storage

/// Which messages of one account may go out next: in order within each chat, the most pressing
/// kinds first, and of chats that are equal the one that has waited longest.
///
/// It knows who is to be served and not what is to be said. A chat has one message at the most on
/// its way, and while that waits for its next try the others of the chat wait behind it.
struct SendQueue {
    /// What a chat waits for.
    private enum Standing {
        /// Nothing: it has no message that may be sent.
        case idle
        /// Its turn.
        case ready
        /// A moment.
        case resting
        /// The end of a send.
        case busy
    }

    private struct Lane {
        var rows = Line<OpenDelivery>()
        var standing = Standing.idle
    }

    private var lanes: [ChatID: Lane] = [:]

    /// Chats that may send now, by the priority of what they would send.
    private var ready = Priority.allCases.map { _ in Line<ChatID>() }

    /// Chats that wait for a moment, the earliest last.
    private var resting: [(until: Timestamp, chat: ChatID)] = []

    /// The last row that has been added.
    private(set) var lastID: Int64 = 0

    /// The least pressing kind that may be sent; nil for none.
    private(set) var lowest: Priority? = .bulletin

    /// Whether nothing waits and nothing is on its way.
    var isEmpty: Bool { lanes.isEmpty }

    /// When a chat that waits for a moment is next ready; nil when none waits.
    var nextMoment: Timestamp? { resting.last?.until }

    /// Adds messages in the order of their rows.
    mutating func add(_ new: [OpenDelivery], at now: Timestamp) {
        for row in new {
            lastID = max(lastID, row.id)
            lanes[row.chat, default: Lane()].rows.append(row)
            if lanes[row.chat]?.standing == .idle { settle(row.chat, at: now) }
        }
    }

    /// The message whose turn it is, without taking it.
    mutating func first(at now: Timestamp) -> OpenDelivery? {
        while let (until, chat) = resting.last, until <= now {
            resting.removeLast()
            settle(chat, at: now)
        }
        guard let chat = ready.first(where: { !$0.isEmpty })?.first else { return nil }
        return lanes[chat].flatMap { lane in head(of: lane).map { lane.rows[$0] } }
    }

    /// Takes the message that `first` named: its chat is busy until `ended`.
    mutating func begin(_ row: OpenDelivery) {
        ready[row.priority.rawValue].removeFirst()
        lanes[row.chat]?.standing = .busy
    }

    /// Lets the chat of the message that `first` named wait.
    mutating func rest(_ row: OpenDelivery, until moment: Timestamp) {
        ready[row.priority.rawValue].removeFirst()
        wait(row.chat, until: moment)
    }

    /// Goes on in the chat of a message that was begun and now stands as given; nil when it was
    /// taken back.
    mutating func ended(_ id: Int64, of chat: ChatID, as delivery: Delivery?, at now: Timestamp) {
        guard let lane = lanes[chat], let index = lane.rows.firstIndex(where: { $0.id == id })
        else { return }
        if let delivery, !delivery.hasEnded {
            lanes[chat]?.rows[index].delivery = delivery
        } else {
            lanes[chat]?.rows.remove(at: index)
        }
        settle(chat, at: now)
    }

    /// Drops what waits for a chat whose message was begun.
    mutating func forget(_ chat: ChatID) {
        lanes[chat] = nil
    }

    /// Lets no less pressing messages through from now on; those that wait stay where they are.
    mutating func allow(_ lowest: Priority?, at now: Timestamp) {
        guard lowest != self.lowest else { return }
        self.lowest = lowest
        for index in ready.indices { ready[index] = Line() }
        resting = []
        let waiting = lanes.filter { $0.value.standing != .busy }
            .compactMap { chat, lane in lane.rows.first.map { ($0.id, chat) } }
        for (_, chat) in waiting.sorted(by: { $0.0 < $1.0 }) { settle(chat, at: now) }
    }

    /// The oldest message of a chat that the quota lets through.
    private func head(of lane: Lane) -> Int? {
        guard let lowest else { return nil }
        return lane.rows.firstIndex { $0.priority <= lowest }
    }

    private mutating func settle(_ chat: ChatID, at now: Timestamp) {
        guard let lane = lanes[chat], !lane.rows.isEmpty else {
            lanes[chat] = nil
            return
        }
        guard let index = head(of: lane) else {
            lanes[chat]?.standing = .idle
            return
        }
        let row = lane.rows[index]
        if case .waiting(_, let until) = row.delivery.state, until > now {
            wait(chat, until: until)
        } else {
            lanes[chat]?.standing = .ready
            ready[row.priority.rawValue].append(chat)
        }
    }

    private mutating func wait(_ chat: ChatID, until moment: Timestamp) {
        lanes[chat]?.standing = .resting
        // Of those with the same moment, the first comes first.
        let index = resting.firstIndex { $0.until <= moment } ?? resting.endIndex
        resting.insert((moment, chat), at: index)
    }
}

/// First in, first out, without moving what is behind at each step.
struct Line<Element> {
    private var elements: [Element] = []
    private var gone = 0

    var isEmpty: Bool { gone == elements.count }
    var first: Element? { isEmpty ? nil : elements[gone] }

    subscript(index: Int) -> Element {
        get { elements[gone + index] }
        set { elements[gone + index] = newValue }
    }

    func firstIndex(where fits: (Element) -> Bool) -> Int? {
        elements[gone...].firstIndex(where: fits).map { $0 - gone }
    }

    mutating func append(_ element: Element) {
        elements.append(element)
    }

    mutating func removeFirst() {
        gone += 1
        if gone > 32, gone * 2 > elements.count {
            elements.removeFirst(gone)
            gone = 0
        }
    }

    mutating func remove(at index: Int) {
        if index == 0 { removeFirst() } else { elements.remove(at: gone + index) }
    }
}
