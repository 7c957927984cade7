import Foundation
import TestSupport
import Testing

/// Settings with mistakes: each is named, with what to do, before anything starts.
@Suite(.timeLimit(.minutes(5))) struct SettingsTests {
    private func serve(_ settings: String, environment: [String: String] = [:]) async throws
        -> ProgramRun
    {
        let folder = try ProgramRun.makeScratch()
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appendingPathComponent("settings.yaml")
        try Data(settings.utf8).write(to: file)
        return try await ProgramRun(["serve", "--settings", file.path], environment: environment)
    }

    @Test func anUnknownKeyIsNamedWithItsLineAndTheNearestOne() async throws {
        let run = try await serve("database: a.sqlite\nlog:\n  levl: info\n")
        #expect(run.status == 65)
        #expect(run.errors.contains("settings.yaml:3: there is no setting 'log.levl'."))
        #expect(run.errors.contains("Did you mean 'log.level'?"))
    }

    @Test func brokenYAMLIsNamedWithItsLine() async throws {
        let run = try await serve("database: a\nlog: [\n")
        #expect(run.status == 65)
        #expect(run.errors.contains("settings.yaml:"))
    }

    @Test func noAccountSaysHowToSetOne() async throws {
        let run = try await serve("database: a.sqlite\n")
        #expect(run.status == 65)
        #expect(run.errors.contains("No account is set."))
    }

    @Test func anAccountWithoutTokenSaysWhereToPutIt() async throws {
        let run = try await serve("accounts: [main]\n")
        #expect(run.status == 65)
        #expect(run.errors.contains("account.main has no token. Set account.main.token_file"))
    }

    @Test func aNumberOfSendsAtOnceThatMakesNoSenseIsRefused() async throws {
        for number in [0, 1_001] {
            let run = try await serve("accounts: [main]\ndelivery:\n  at_once: \(number)\n")
            #expect(run.status == 65)
            #expect(run.errors.contains("delivery.at_once must be from 1 to 1000, not \(number)."))
        }
    }

    @Test func aTokenFileThatIsNotThereIsNamed() async throws {
        let run = try await serve("accounts: [main]\naccount:\n  main:\n    token_file: nope\n")
        #expect(run.status == 65)
        #expect(run.errors.contains("account.main.token_file: cannot read"))
    }

    @Test func plainHTTPToAnotherMachineIsRefused() async throws {
        let run = try await serve(
            "accounts: [main]\naccount:\n  main:\n    base_url: http://example.org\n",
            environment: ["TUNGNGO_ACCOUNT_MAIN_TOKEN": "planted-token"])
        #expect(run.status == 65)
        #expect(run.errors.contains("account.main: "))
        #expect(!run.errors.contains("planted-token"))
    }

    @Test func anUnknownPlatformNamesThoseThereAre() async throws {
        let run = try await serve(
            "accounts: [main]\naccount:\n  main:\n    platform: telegramm\n",
            environment: ["TUNGNGO_ACCOUNT_MAIN_TOKEN": "planted-token"])
        #expect(run.status == 65)
        #expect(
            run.errors.contains(
                "account.main.platform is 'telegramm'; this version speaks zalo-bot, telegram, "
                    + "zalo-oa."))
    }

    @Test func aTelegramAccountOverPlainHTTPIsRefused() async throws {
        let run = try await serve(
            "accounts: [main]\naccount:\n  main:\n    platform: telegram\n"
                + "    base_url: http://example.org\n",
            environment: ["TUNGNGO_ACCOUNT_MAIN_TOKEN": "planted-token"])
        #expect(run.status == 65)
        #expect(run.errors.contains("account.main: the base is http and not on this machine"))
        #expect(!run.errors.contains("planted-token"))
    }

    @Test func aWrongLogLevelNamesTheRightOnes() async throws {
        let run = try await serve("log:\n  level: loud\n")
        #expect(run.status == 65)
        #expect(run.errors.contains("log.level must be one of debug, info"))
    }

    @Test func theEnvironmentGoesBeforeTheFile() async throws {
        let run = try await serve(
            "log:\n  level: info\n", environment: ["TUNGNGO_LOG_LEVEL": "shouting"])
        #expect(run.errors.contains("not 'shouting'"))
    }

    @Test func aSettingsFileThatIsNotThereIsNamed() async throws {
        let run = try await ProgramRun("serve", "--settings", "/nowhere/tungngo.yaml")
        #expect(run.status == 65)
        #expect(run.errors.contains("Cannot open '/nowhere/tungngo.yaml'."))
    }
}
