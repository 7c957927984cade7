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
        abstract: "Make team leaders and officials: one-time codes that they send to the bot.",
        subcommands: [Invite.self])

    /// Makes a one-time code for a unit, or for an official.
    struct Invite: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make a one-time code: whoever sends 'mã CODE' to the bot leads the unit.",
            discussion: """
                With --official they answer what the bot does not know, from their own chat: \
                'danh sách câu hỏi', 'trả lời #Q12 …', 'bỏ #Q12'.
                """)

        @Option(help: "The settings file (YAML).")
        var settings: String?

        @Option(help: "The campaign: a folder of intents/campaigns.")
        var campaign: String?

        @Option(help: "The unit: an id of its units.csv.")
        var unit: String?

        @Flag(help: "For an official who answers questions, not for a leader.")
        var official = false

        func validate() throws {
            if official, campaign != nil || unit != nil {
                throw ValidationError("--official stands alone, without --campaign and --unit.")
            }
            if !official, campaign == nil || unit == nil {
                throw ValidationError("Give --campaign and --unit, or --official.")
            }
        }

        func run() async throws {
            let settings = try await readSettings(settings)
            let code = Self.newCode()
            guard let campaign, let unit else {
                let store = try Store.open(path: settings.database)
                try store.addDeskCode(code, at: clockNow())
                try store.close()
                print("mã \(code)")
                return
            }
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
            let store = try Store.open(path: settings.database)
            try store.addInvitation(
                code, for: Role(campaign: found.id, unit: id), at: clockNow())
            try store.close()
            print("mã \(code)")
        }

        /// Eight letters and digits without those that look alike: 31^8 codes, each good once.
        static func newCode() -> String {
            let letters = Array("23456789ABCDEFGHJKMNPQRSTUVWXYZ")
            var generator = SystemRandomNumberGenerator()
            return String(
                (0..<8).map { _ in letters[Int.random(in: 0..<letters.count, using: &generator)] })
        }

        private func unknown(_ what: String, _ name: String, in known: [String]) -> String {
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
