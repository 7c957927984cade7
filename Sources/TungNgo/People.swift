import ArgumentParser
import Campaign
import Content
import Conversation
import Foundation
import Messaging
import Storage
import VietText

/// Who leads which unit.
struct People: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Leaders, admins and officials: codes, list, removal, groups of units.",
        subcommands: [
            Invite.self, PeopleList.self, PeopleRemove.self, PeopleBind.self, PeopleExport.self,
            PeopleErase.self,
        ])

    /// Makes a one-time code for a unit, an admin, an official or another account.
    struct Invite: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make a one-time code: whoever sends 'mã CODE' to the bot leads the unit.",
            discussion: """
                With --admin they may make codes, bind groups and end leaderships from their own \
                chat. With --official they answer what the bot does not know, from their own chat: \
                'danh sách câu hỏi', 'trả lời #Q12 …', 'bỏ #Q12'. With --same-as they are known as \
                a person who is known already, under another account. Codes are good for 7 days, \
                those of --same-as for 1 hour.
                """)

        @Option(help: "The settings file (YAML).")
        var settings: String?

        @Option(help: "The campaign: a folder of intents/campaigns.")
        var campaign: String?

        @Option(help: "The unit: an id of its units.csv.")
        var unit: String?

        @Flag(help: "For an official who answers questions, not for a leader.")
        var official = false

        @Flag(help: "For an admin, who has a say over all units.")
        var admin = false

        @Option(help: "For another account of a person: their number in 'people list'.")
        var sameAs: Int64?

        func validate() throws {
            let isLeader = campaign != nil || unit != nil
            let kinds = [isLeader, official, admin, sameAs != nil].count { $0 }
            guard kinds <= 1 else {
                throw ValidationError(
                    "Give one of --campaign with --unit, --official, --admin, --same-as.")
            }
            if kinds == 0 || isLeader && (campaign == nil || unit == nil) {
                throw ValidationError(
                    "Give --campaign and --unit, or --official, --admin or --same-as.")
            }
        }

        func run() async throws {
            let settings = try await readSettings(settings)
            let role = try campaign.map { campaign in
                try Self.role(campaign, unit ?? "", settings)
            }
            let store = try Store.open(path: settings.database)
            defer { try? store.close() }
            let (code, now) = (newOneTimeCode(), clockNow())
            if let sameAs { try checkPerson(sameAs, in: store) }
            let purpose: OneTimeCode.Purpose? =
                if official {
                    nil
                } else if let role {
                    .lead(role)
                } else {
                    sameAs.map { .samePerson($0) } ?? .admin
                }
            try store.audited(by: commandActor(), at: now) {
                guard let purpose else { return try store.addDeskCode(code, at: now) }
                try store.addCode(
                    OneTimeCode(code: code, purpose: purpose, madeAt: now), at: now)
            } as: { _ in
                [NotedAction(.codeMade, on: purpose?.audited ?? "official")]
            }
            print("mã \(code)")
        }

        /// The campaign and unit with these ids, or an error with the nearest names.
        static func role(_ campaign: String, _ unit: String, _ settings: Settings) throws -> Role {
            let today = CivilDay(epochMilliseconds: clockNow().milliseconds)
            let content = try loadContent(folder: settings.content, today: today)
            let campaigns = content.knowledge.campaigns.map(\.campaign)
            guard let found = campaigns.first(where: { $0.id.rawValue == campaign }) else {
                throw ValidationError(
                    unknown("campaign", campaign, in: campaigns.map(\.id.rawValue)))
            }
            let id = UnitID(rawValue: unit)
            guard found.units[id] != nil else {
                throw ValidationError(
                    unknown("unit", unit, in: found.units.units.map(\.id.rawValue)))
            }
            return Role(campaign: found.id, unit: id)
        }

        private static func unknown(_ what: String, _ name: String, in known: [String]) -> String {
            let hint =
                nearestName(to: name, in: known).map { "Did you mean '\($0)'?" }
                ?? "Known: \(known.prefix(10).joined(separator: ", "))."
            return "There is no \(what) '\(name)'. \(hint)"
        }
    }
}

/// Reads settings or ends the program with what is wrong.
func readSettings(_ path: String?) async throws -> Settings {
    do {
        return try await Settings.read(
            file: path, environment: ProcessInfo.processInfo.environment)
    } catch let problem as Settings.Problem {
        complain(problem.description)
        throw ExitCode.badInput
    }
}
