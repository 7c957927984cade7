import Messaging

/// The state of a Zalo-like platform: accounts, chats, messages, and what each bot has yet to get.
///
/// Pure logic: the clock is an argument and chance comes from a seed. `PlatformHost` puts it behind
/// a lock and lets callers wait for news.
package struct SimulatedPlatform: Sendable {
    /// What waits for a bot: a message, or a body to be handed out exactly as it is.
    enum PendingUpdate: Sendable {
        /// `tries` counts the pushes of it to a webhook that failed.
        case message(Int, isRepeat: Bool, tries: Int = 0)
        case raw(String)
    }

    /// One webhook as a bot has set it.
    struct Webhook: Hashable, Sendable {
        let url: String
        let secret: String
        let updatedAt: Int64
    }

    /// A bot and everything that belongs to it.
    struct Account: Sendable {
        var bot: SimulatedBot
        var webhook: Webhook?
        var pending = UpdateQueue()
        /// What is to be handed out once more, the earliest first.
        var later: [LateUpdate] = []
        /// People who have written to the bot: the only private chats it may write to.
        var contacts: Set<String> = []
        /// Messages sent, by month as `monthNumber` counts them.
        var sentInMonth: [Int: Int] = [:]
    }

    var generator: SeededGenerator
    var botIDs: [String] = []
    var accounts: [String: Account] = [:]
    var botByToken: [String: String] = [:]
    var peopleIDs: [String] = []
    var people: [String: SimulatedPerson] = [:]
    var groupIDs: [String] = []
    var groups: [String: SimulatedGroup] = [:]
    var messages: [SimulatedMessage] = []
    var sequenceByMessageID: [String: Int] = [:]
    var handedOut: [HandedOutUpdate] = []
    var droppedCount = 0
    var sentCount = 0
    var pushesFailed = 0
    var actions = 0
    var officialAccounts = OABoard()

    /// Messages a month for bots that are created without a quota of their own; nil for no limit.
    let monthlyQuota: Int?

    package init(seed: UInt64, monthlyQuota: Int?) {
        generator = SeededGenerator(seed: seed)
        self.monthlyQuota = monthlyQuota
    }

    /// Forgets everything; ids made later still differ from those made before.
    package mutating func reset() {
        var fresh = SimulatedPlatform(seed: 0, monthlyQuota: monthlyQuota)
        fresh.generator = generator
        self = fresh
    }

    /// All bots in the order of their creation.
    package var allBots: [SimulatedBot] { botIDs.compactMap { accounts[$0]?.bot } }

    /// All people in the order of their creation.
    package var allPeople: [SimulatedPerson] { peopleIDs.compactMap { people[$0] } }

    /// All groups in the order of their creation.
    package var allGroups: [SimulatedGroup] { groupIDs.compactMap { groups[$0] } }

    /// Totals since the last reset; `pollsOpen` is for the host to fill in.
    package var counts: SimulatorCounts {
        var counts = SimulatorCounts()
        counts.bots = botIDs.count
        counts.people = peopleIDs.count
        counts.groups = groupIDs.count
        counts.sent = sentCount
        counts.posted = messages.count - sentCount
        counts.pending = accounts.values.reduce(0) { $0 + $1.pending.count + $1.later.count }
        counts.handedOut = handedOut.count
        counts.dropped = droppedCount
        counts.pushesFailed = pushesFailed
        counts.actions = actions
        counts.lastSequence = messages.count
        return counts
    }

    /// Creates a bot; made-up id, and a made-up token unless one is given.
    package mutating func createBot(
        name: String, token: String? = nil, accountName: String? = nil, canJoinGroups: Bool = true,
        monthlyQuota quota: Int? = nil
    ) throws(ControlProblem) -> SimulatedBot {
        let name = try checked(name: name, place: "name")
        let id = "1" + generator.string(18, of: "0123456789")
        let token = try checked(token: token)
        let bot = SimulatedBot(
            id: id, token: token, displayName: name,
            accountName: accountName ?? "bot.\(generator.string(9, of: Self.letters))",
            canJoinGroups: canJoinGroups, monthlyQuota: quota ?? monthlyQuota)
        botIDs.append(id)
        accounts[id] = Account(bot: bot)
        botByToken[token] = id
        return bot
    }

    /// Creates bots with made-up tokens, named `name` with a number behind it.
    package mutating func createBots(
        _ count: Int, name: String, monthlyQuota quota: Int? = nil
    ) throws(ControlProblem) -> [SimulatedBot] {
        // Either all names are short enough or the longest, the last, is refused first.
        _ = try checked(name: "\(name) \(count)", place: "name")
        var bots: [SimulatedBot] = []
        for number in 1...max(1, count) where number <= count {
            bots.append(try createBot(name: "\(name) \(number)", monthlyQuota: quota))
        }
        return bots
    }

    /// Creates a person; made-up id unless one is given.
    package mutating func createPerson(
        name: String, id: String? = nil
    ) throws(ControlProblem) -> SimulatedPerson {
        let name = try checked(name: name, place: "name")
        let person = SimulatedPerson(id: try newID(id), name: name)
        peopleIDs.append(person.id)
        people[person.id] = person
        return person
    }

    /// Creates a group of existing people and bots; made-up id unless one is given.
    package mutating func createGroup(
        name: String, people members: [String], bots: [String], id: String? = nil
    ) throws(ControlProblem) -> SimulatedGroup {
        let name = try checked(name: name, place: "name")
        let group = SimulatedGroup(id: try newID(id), name: name, people: [], bots: [])
        var copy = self
        copy.groupIDs.append(group.id)
        copy.groups[group.id] = group
        let joined = try copy.join(group.id, people: members, bots: bots)
        self = copy
        return joined
    }

    /// Adds people and bots to a group; those already in it stay as they are.
    package mutating func join(
        _ groupID: String, people newPeople: [String], bots newBots: [String]
    ) throws(ControlProblem) -> SimulatedGroup {
        guard var group = groups[groupID] else { throw unknown("group", groupID, place: "group") }
        for (index, person) in newPeople.enumerated() where !group.people.contains(person) {
            guard people[person] != nil else {
                throw unknown("person", person, place: "people[\(index)]")
            }
            group.people.append(person)
        }
        for (index, bot) in newBots.enumerated() where !group.bots.contains(bot) {
            guard let account = accounts[bot] else {
                throw unknown("bot", bot, place: "bots[\(index)]")
            }
            guard account.bot.canJoinGroups else {
                throw ControlProblem(
                    what: "bot '\(bot)' cannot join groups", place: "bots[\(index)]",
                    next: "Create it with can_join_groups true")
            }
            group.bots.append(bot)
        }
        groups[groupID] = group
        return group
    }

    private static let letters = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"

    func checked(name: String, place: String) throws(ControlProblem) -> String {
        guard (1...100).contains(name.count), !name.contains(where: \.isNewline) else {
            throw ControlProblem(
                what: "a name has 1 to 100 characters on one line", place: place,
                next: "Give a shorter name")
        }
        return name
    }

    private mutating func checked(token: String?) throws(ControlProblem) -> String {
        guard let token else {
            return generator.string(8, of: "123456789") + ":"
                + generator.string(32, of: Self.letters)
        }
        let allowed = token.utf8.allSatisfy { byte in
            (0x21...0x7E).contains(byte) && !"/?#%\"".utf8.contains(byte)
        }
        guard (8...200).contains(token.utf8.count), allowed else {
            throw ControlProblem(
                what: "a token has 8 to 200 printable ASCII characters without / ? # % \"",
                place: "token", next: "Leave it out to have one made")
        }
        guard botByToken[token] == nil else {
            throw ControlProblem(
                what: "another bot has this token", place: "token",
                next: "Leave it out to have one made, or reset the simulator")
        }
        return token
    }

    private mutating func newID(_ id: String?) throws(ControlProblem) -> String {
        guard let id else { return generator.identifier() }
        let allowed = id.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
                true
            default: false
            }
        }
        guard (1...64).contains(id.utf8.count), allowed else {
            throw ControlProblem(
                what: "an id has 1 to 64 characters of a-z A-Z 0-9 - _", place: "id",
                next: "Leave it out to have one made")
        }
        guard people[id] == nil, groups[id] == nil, accounts[id] == nil else {
            throw ControlProblem(
                what: "the id '\(id)' is taken", place: "id",
                next: "Choose another one, or reset the simulator")
        }
        return id
    }

    func unknown(_ kind: String, _ id: String, place: String) -> ControlProblem {
        let plural = kind == "person" ? "people" : "\(kind)s"
        return ControlProblem(
            what: "there is no \(kind) '\(id.prefix(64))'", place: place,
            next: "List them with GET /sim/\(plural), create one with POST /sim/\(plural)")
    }
}
