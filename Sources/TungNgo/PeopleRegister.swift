import ArgumentParser
import Campaign
import Conversation
import Foundation
import Messaging
import Storage
import VietText

/// Prints who leads what.
struct PeopleList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Print leaders and admins with their numbers and units.")

    @Option(help: "The settings file (YAML).")
    var settings: String?

    @Option(help: "Only who leads in this campaign.")
    var campaign: String?

    @Option(help: "Only who leads this unit: an id of units.csv.")
    var unit: String?

    @Flag(help: "Also what has ended.")
    var ended = false

    @Flag(help: "One JSON object a line, with accounts and all that has ended.")
    var json = false

    func run() async throws {
        let settings = try await readSettings(settings)
        let store = try openStore(settings)
        defer { try? store.close() }
        let people = try store.people().filter { person in
            guard campaign != nil || unit != nil else { return true }
            return person.leaderships.contains { isAsked($0.role) && (ended || $0.endedAt == nil) }
        }
        if people.isEmpty, !json { print("Nobody yet: 'people invite' makes a code.") }
        for person in people { json ? try printJSON(person) : printText(person) }
    }

    private func isAsked(_ role: Role) -> Bool {
        (campaign == nil || role.campaign.rawValue == campaign)
            && (unit == nil || role.unit.rawValue == unit)
    }

    private func printText(_ person: ListedPerson) {
        let name = person.name.isEmpty ? "(no name)" : person.name
        let accounts = Set(person.identities.map(\.account.rawValue)).sorted()
        print(
            "\(person.number)  \(name)\(person.isAdmin ? "  admin" : "")  "
                + "[\(accounts.joined(separator: ", "))]")
        for leadership in person.leaderships where isAsked(leadership.role) {
            let since = Self.day(leadership.grantedAt)
            switch leadership.endedAt {
            case nil:
                print("   \(leadership.role.campaign) \(leadership.role.unit)  since \(since)")
            case .some(let end) where ended:
                print(
                    "   \(leadership.role.campaign) \(leadership.role.unit)  \(since) to "
                        + "\(Self.day(end)) (ended)")
            case .some: break
            }
        }
    }

    private func printJSON(_ person: ListedPerson) throws {
        print(try jsonLine(PersonJSON(person)))
    }

    fileprivate static func day(_ moment: Timestamp) -> String {
        CivilDay(epochMilliseconds: moment.milliseconds).description
    }
}

/// A person as one JSON object.
private struct PersonJSON: Encodable {
    struct Leads: Encodable {
        let campaign: String
        let unit: String
        let since: String
        let ended: String?
    }

    struct Account: Encodable {
        let account: String
        let sender: String
        let since: String
    }

    let number: Int64
    let name: String
    let admin: Bool
    let leads: [Leads]
    let accounts: [Account]

    init(_ person: ListedPerson) {
        number = person.number
        name = person.name
        admin = person.isAdmin
        leads = person.leaderships.map { leadership in
            Leads(
                campaign: leadership.role.campaign.rawValue,
                unit: leadership.role.unit.rawValue, since: PeopleList.day(leadership.grantedAt),
                ended: leadership.endedAt.map(PeopleList.day))
        }
        accounts = person.identities.map { identity in
            Account(
                account: identity.account.rawValue, sender: identity.sender.rawValue,
                since: PeopleList.day(identity.knownAt))
        }
    }
}

/// Ends what a person leads.
struct PeopleRemove: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove",
        abstract: "End what a person leads: all of it, or in one campaign, or one unit.",
        discussion: """
            Without --campaign an admin is none any longer. What has ended stays in \
            'people list --ended'; what the person reported stays in the count.
            """)

    @Option(help: "The settings file (YAML).")
    var settings: String?

    @Option(help: "The number of the person: see 'people list'.")
    var person: Int64

    @Option(help: "Only in this campaign.")
    var campaign: String?

    @Option(help: "Only this unit of the campaign.")
    var unit: String?

    func validate() throws {
        if unit != nil, campaign == nil {
            throw ValidationError("--unit needs --campaign: two campaigns may have the same unit.")
        }
    }

    func run() async throws {
        let settings = try await readSettings(settings)
        let store = try openStore(settings)
        defer { try? store.close() }
        try checkPerson(person, in: store)
        let now = clockNow()
        let (roles, admin) = try store.audited(by: commandActor(), at: now) {
            try store.removePerson(
                person, campaign: campaign.map(CampaignID.init(rawValue:)),
                unit: unit.map(UnitID.init(rawValue:)), at: now)
        } as: { ended in
            ended.roles.map { NotedAction(.leadershipEnded, on: "person \(person) \($0.audited)") }
                + (ended.admin ? [NotedAction(.adminEnded, on: "person \(person)")] : [])
        }
        for role in roles { print("\(person) leads \(role.campaign) \(role.unit) no longer.") }
        if admin { print("\(person) is an admin no longer.") }
        guard !roles.isEmpty || admin else {
            complain("Person \(person) leads nothing there: see 'people list'.")
            throw ExitCode(1)
        }
    }
}

/// Binds a group to a unit.
struct PeopleBind: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bind",
        abstract: "Bind a group to a unit: its bulletins go there, reports there are its own.",
        discussion: "Leaders do the same in the group itself: 'nhóm này của thôn …'.")

    @Option(help: "The settings file (YAML).")
    var settings: String?

    @Option(help: "The account of the settings that is in the group.")
    var account: String

    @Option(help: "The id of the group, as the log names it.")
    var chat: String

    @Option(help: "The campaign: a folder of intents/campaigns.")
    var campaign: String

    @Option(help: "The unit: an id of its units.csv.")
    var unit: String

    func validate() throws {
        guard !account.isEmpty, !chat.isEmpty else {
            throw ValidationError("--account and --chat must not be empty.")
        }
    }

    func run() async throws {
        let settings = try await readSettings(settings)
        guard settings.accounts.contains(where: { $0.name == account }) else {
            let names = settings.accounts.map(\.name).joined(separator: ", ")
            throw ValidationError("The settings have no account '\(account)'. Known: \(names).")
        }
        let role = try People.Invite.role(campaign, unit, settings)
        let store = try Store.open(path: settings.database)
        defer { try? store.close() }
        let now = clockNow()
        try store.audited(by: commandActor(), at: now) {
            try store.bind(
                account: AccountID(rawValue: account), chat: ChatID(rawValue: chat), to: role,
                at: now)
        } as: { _ in
            [NotedAction(.chatBound, on: "\(role.audited) at \(account)")]
        }
        print("\(account) \(chat) belongs to \(campaign) \(unit).")
    }
}

/// Opens the database of the settings; one that is not there is said to be missing, and not made.
func openStore(_ settings: Settings) throws -> Store {
    guard FileManager.default.fileExists(atPath: settings.database) else {
        complain(
            "There is no database '\(settings.database)'. Name the settings of the daemon with "
                + "--settings, or start it once.")
        throw ExitCode.badInput
    }
    return try Store.open(path: settings.database)
}

/// Ends the program when there is no person with this number.
func checkPerson(_ number: Int64, in store: Store) throws {
    guard try store.knowsPerson(number) else {
        complain("There is no person \(number). 'people list' shows the numbers.")
        throw ExitCode.badInput
    }
}
