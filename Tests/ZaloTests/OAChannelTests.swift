import CurlHTTP
import Foundation
import Messaging
import TestSupport
import Testing
import Wire
import Zalo

/// An Official Account's channel against a scripted platform: exact requests, and its tokens.
@Suite struct OAChannelTests {
    private static let message = OutboundMessage(chat: ChatID(rawValue: "40"), text: "Chào \"bác\"")

    @Test func aPersonIsWrittenToByConsultation() async throws {
        let stage = try OAStage()
        let channel = try await stage.open().channel
        #expect(channel.textUnitsMax == 1_900)
        let sent = try await channel.send(Self.message)
        #expect(sent.message?.rawValue == "sent-2")
        let request = try #require(stage.requests.last)
        #expect(request.method == "POST")
        #expect(request.url == "https://oa.example.org/v3.0/oa/message/cs")
        #expect(request.value(of: "access_token") == "PLANTED-access-1")
        #expect(request.value(of: "Content-Type") == "application/json")
        #expect(
            request.text
                == #"{"message":{"text":"Chào \"bác\""},"recipient":{"user_id":"40"}}"#)
    }

    @Test func aGroupIsWrittenToByItsOwnCall() async throws {
        let stage = try OAStage()
        let channel = try await stage.open().channel
        _ = try await channel.send(
            OutboundMessage(chat: ChatID(rawValue: "group:f1e2"), text: "Chào cả nhóm"))
        let request = try #require(stage.requests.last)
        #expect(request.url == "https://oa.example.org/v3.0/oa/group/message")
        #expect(
            request.text == #"{"message":{"text":"Chào cả nhóm"},"recipient":{"group_id":"f1e2"}}"#)
    }

    @Test func aMessageTakenWithoutAnIDIsSent() async throws {
        let stage = try OAStage { request in
            request.url.hasSuffix("/cs") ? .ok(#"{"error":0,"message":"Success"}"#) : nil
        }
        #expect(try await stage.open().channel.send(Self.message).message == nil)
    }

    @Test(arguments: ["", " \n", String(repeating: "a", count: 2_001)])
    func textsThatZaloDoesNotTakeAreNotSent(text: String) async throws {
        let stage = try OAStage()
        let channel = try await stage.open().channel
        await #expect(throws: SendFailure.self) {
            try await channel.send(OutboundMessage(chat: ChatID(rawValue: "40"), text: text))
        }
        #expect(stage.requests(to: "/cs").isEmpty)
    }

    @Test func theQuotaIsRead() async throws {
        let stage = try OAStage { request in
            request.url.hasSuffix("/quota/message")
                ? .ok(#"{"error":0,"data":{"type":"sub_quota","remain":"1500","total":2000}}"#)
                : nil
        }
        let quota = try await stage.open().quota()
        #expect(quota.remain == 1_500)
        #expect(quota.total == 2_000)
    }

    // MARK: Tokens

    @Test(arguments: [-216, -220, 216, 220, -401, 401])
    func aRefusedTokenIsRenewedOnceAndTheCallMadeAgain(code: Int) async throws {
        let stage = try OAStage { request in
            if request.url.hasSuffix("/access_token") { return OAStage.grant(2) }
            return request.url.hasSuffix("/cs")
                && request.value(of: "access_token") == "PLANTED-access-1"
                ? OAStage.refused(code) : nil
        }
        let channel = try await stage.open().channel
        _ = try await channel.send(Self.message)
        let renewal = try #require(stage.requests(to: "/access_token").first)
        #expect(renewal.url == "https://oauth.example.org/v4/oa/access_token")
        #expect(renewal.value(of: "secret_key") == "PLANTED-app-secret")
        #expect(renewal.value(of: "Content-Type") == "application/x-www-form-urlencoded")
        #expect(
            renewal.text
                == "refresh_token=PLANTED-refresh-1&grant_type=refresh_token&app_id=\(OAStage.appID)"
        )
        #expect(stage.requests(to: "/access_token").count == 1)
        #expect(stage.requests(to: "/cs").count == 2)
        #expect(try stage.file.read() == OAStage.pair(2))
        _ = try await channel.send(Self.message)
        #expect(stage.requests(to: "/access_token").count == 1)
    }

    @Test func aTokenThatIsRefusedAgainStopsTheAccount() async throws {
        let stage = try OAStage { request in
            request.url.hasSuffix("/cs") ? OAStage.refused(-216) : nil
        }
        let channel = try await stage.open().channel
        await #expect {
            try await channel.send(Self.message)
        } throws: { error in
            if case .credentialsExpired = error as? SendFailure { true } else { false }
        }
        #expect(stage.requests(to: "/cs").count == 2, "one call, and one with the new token")
    }

    @Test func aTokenNearItsEndIsRenewedFirst() async throws {
        let stage = try OAStage(pair: OAStage.pair(1, endsAfter: 600)) { request in
            request.url.hasSuffix("/access_token") ? OAStage.grant(2) : nil
        }
        let channel = try await stage.open().channel
        _ = try await channel.send(Self.message)
        #expect(stage.requests.map(\.url.lastPart) == ["access_token", "getoa", "cs"])
        #expect(stage.requests.last?.value(of: "access_token") == "PLANTED-access-2")
    }

    @Test func aPairWithoutItsEndIsRenewedFirst() async throws {
        let stage = try OAStage(pair: nil)
        try FileManager.default.write(
            #"{"refresh_token":"PLANTED-refresh-1"}"#, to: stage.file.path)
        _ = try await stage.open()
        #expect(stage.requests.map(\.url.lastPart) == ["access_token", "getoa"])
    }

    @Test func manyCallersRenewOnce() async throws {
        let stage = try OAStage()
        let channel = try await stage.open().channel
        stage.now = OAStage.start.adding(seconds: 100_000)
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<50 {
                group.addTask {
                    do throws(SendFailure) {
                        _ = try await channel.send(Self.message)
                    } catch {
                        Issue.record("\(error)")
                    }
                }
            }
        }
        #expect(stage.requests(to: "/access_token").count == 1)
        #expect(stage.requests(to: "/cs").count == 50)
    }

    private static let refusals: [(String, Bool)] = [
        (#"{"error_name":"Invalid refresh token","error_reason":"PLANTED","error":-14014}"#, true),
        (#"{"error":-118,"error_name":"PLANTED","error_description":"PLANTED"}"#, true),
        (#"{"error_name":"PLANTED","error_reason":"PLANTED"}"#, false),
        (#"{"access_token":"","refresh_token":"","error_name":"PLANTED"}"#, false),
        (#"{"access_token":"PLANTED-x","refresh_token":""}"#, false),
        (#"{"access_token":"PLANTED-x","refresh_token":"PLANTED-y","error":-1}"#, false),
        ("<html>PLANTED</html>", false), ("", false), ("{}", false),
    ]

    @Test(arguments: refusals)
    func aRefusedRenewalNeverTakesThePlaceOfAPair(body: String, isFinal: Bool) async throws {
        let stage = try OAStage(pair: OAStage.pair(1, endsAfter: 600)) { request in
            request.url.hasSuffix("/access_token") ? .ok(body) : nil
        }
        let channel = try await stage.open().channel
        _ = try await channel.send(Self.message)
        #expect(
            stage.requests.last?.value(of: "access_token") == "PLANTED-access-1",
            "the old token works to its end")
        #expect(try stage.file.read() == OAStage.pair(1, endsAfter: 600))
        #expect(stage.troubles.isEmpty == !isFinal)
        stage.now = OAStage.start.adding(seconds: 601)
        let failure = await #expect(throws: SendFailure.self) {
            try await channel.send(Self.message)
        }
        switch failure {
        case .credentialsExpired(let reason):
            #expect(isFinal)
            #expect(reason.contains("tungngo oa authorize"))
        case .tryAgainAfter: #expect(!isFinal)
        default: Issue.record("\(String(describing: failure))")
        }
        #expect(try stage.file.read() == OAStage.pair(1, endsAfter: 600))
        #expect(!"\(failure, default: "") \(stage.troubles)".contains("PLANTED"))
    }

    @Test func aNewPairInTheFileEndsARefusalWithoutARestart() async throws {
        let stage = try OAStage(pair: OAStage.pair(1, endsAfter: 600)) { request in
            request.url.hasSuffix("/access_token")
                ? .ok(#"{"error_name":"PLANTED","error":-14014}"#) : nil
        }
        let channel = try await stage.open().channel
        #expect(stage.troubles.count == 1)
        #expect(stage.troubles.last??.what == "Zalo refused to renew the tokens with error -14014")
        #expect(stage.troubles.last??.remedy.contains("tungngo oa authorize") == true)
        _ = try await channel.send(Self.message)
        #expect(stage.requests(to: "/access_token").count == 1, "it is not asked again and again")
        // An admin gets a new pair.
        try stage.file.write(OAStage.pair(3))
        _ = await channel.upkeep?.perform()
        #expect(stage.troubles == [stage.troubles.first ?? nil, nil])
        _ = try await channel.send(Self.message)
        #expect(stage.requests.last?.value(of: "access_token") == "PLANTED-access-3")
    }

    @Test func theUpkeepRenewsTokensAndReadsTheQuotaThoughNothingIsSent() async throws {
        let stage = try OAStage { request in
            if request.url.hasSuffix("/access_token") { return OAStage.grant(2) }
            return request.url.hasSuffix("/quota/message")
                ? .ok(#"{"error":0,"data":{"type":"sub_quota","remain":"15","total":2000}}"#) : nil
        }
        let upkeep = try #require(try await stage.open().channel.upkeep)
        #expect(upkeep.everySeconds == 3_600, "no longer than the time before the end")
        #expect(await upkeep.perform() == .known(left: 15, total: 2_000))
        #expect(stage.requests(to: "/access_token").isEmpty)
        stage.now = OAStage.start.adding(seconds: 90_000 - 3_599)
        #expect(await upkeep.perform() == .known(left: 15, total: 2_000))
        #expect(stage.requests(to: "/access_token").count == 1)
        #expect(try stage.file.read().access.revealed == "PLANTED-access-2")
    }

    @Test(arguments: [
        (OAStage.Answer.ok("PLANTED"), "Zalo answered"),
        (.ok(#"{"error":0,"data":{"type":"PLANTED"}}"#), "did not say how many"),
        (.ok(#"{"error":-209,"message":"PLANTED"}"#), "may not use this part"),
        (.failure(.timedOut), "Zalo"),
    ])
    func aQuotaThatIsNotToldIsUnknown(answer: OAStage.Answer, words: String) async throws {
        let stage = try OAStage { request in
            request.url.hasSuffix("/quota/message") ? answer : nil
        }
        let left = await stageLeft(stage)
        guard case .unknown(let reason) = left else {
            Issue.record("\(String(describing: left))")
            return
        }
        #expect(reason.contains(words), "\(reason)")
        #expect(!reason.contains("PLANTED"))
    }

    private func stageLeft(_ stage: OAStage) async -> MessagesLeft? {
        await (try? stage.open())?.channel.upkeep?.perform()
    }

    @Test func aDeadRefreshTokenAtTheStartSaysWhatToDo() async throws {
        let stage = try OAStage(pair: OAStage.pair(1, endsAfter: -1)) { request in
            request.url.hasSuffix("/access_token")
                ? .ok(#"{"error_name":"PLANTED","error":-14014}"#) : nil
        }
        let failure = await #expect(throws: StartFailure.self) { try await stage.open() }
        #expect(failure?.mayPass == false)
        #expect("\(failure, default: "")".contains("Get a new pair of tokens"))
        #expect(!"\(failure, default: "")".contains("PLANTED"))
    }

    @Test(
        arguments: [
            (.failure(.notSent(.hostUnknown)), true), (.status(503), true),
            (.ok(#"{"error":-205}"#), false), (.ok("{}"), true),
            (.failure(.cancelled(requestMayHaveArrived: true)), false),
        ] as [(OAStage.Answer, Bool)])
    func aStartThatMayPassIsTriedAgain(answer: OAStage.Answer, mayPass: Bool) async throws {
        let stage = try OAStage { request in
            request.url.hasSuffix("/getoa") ? answer : nil
        }
        let failure = await #expect(throws: StartFailure.self) { try await stage.open() }
        #expect(failure?.mayPass == mayPass)
    }

    @Test func anotherProcessThatRenewsIsLeftToIt() async throws {
        let stage = try OAStage()
        let channel = try await stage.open().channel
        stage.now = OAStage.start.adding(seconds: 89_000)
        let lock = try stage.file.lock()
        _ = try await channel.send(Self.message)
        #expect(stage.requests(to: "/access_token").isEmpty, "the old token is good for a while")
        try stage.file.write(OAStage.pair(7, endsAfter: 200_000))
        withExtendedLifetime(lock) {}
    }

    @Test func aPairThatAnotherProcessStoredIsTaken() async throws {
        let stage = try OAStage()
        let channel = try await stage.open().channel
        stage.now = OAStage.start.adding(seconds: 100_000)
        try stage.file.write(OAStage.pair(7, endsAfter: 200_000))
        _ = try await channel.send(Self.message)
        #expect(stage.requests(to: "/access_token").isEmpty)
        #expect(stage.requests.last?.value(of: "access_token") == "PLANTED-access-7")
    }

    @Test func aFolderThatCannotBeWrittenKeepsTheRefreshTokenUnspent() async throws {
        let stage = try OAStage()
        let channel = try await stage.open().channel
        stage.now = OAStage.start.adding(seconds: 89_000)
        // A folder in the place of the new file: nothing can be written there.
        try FileManager.default.createDirectory(
            atPath: stage.file.path + ".new", withIntermediateDirectories: true)
        _ = try await channel.send(Self.message)
        #expect(stage.requests(to: "/access_token").isEmpty)
        #expect(try stage.file.read() == OAStage.pair(1))
    }

    // MARK: Secrets

    @Test func nothingThatCanBePrintedHoldsASecret() async throws {
        let stage = try OAStage { request in
            request.url.hasSuffix("/cs") ? .failure(.connectionLost) : nil
        }
        let opened = try await stage.open()
        let failure = await #expect(throws: SendFailure.self) {
            try await opened.channel.send(Self.message)
        }
        var text = "\(try stage.account()) \(opened) \(opened.channel) \(OAStage.pair(1))"
        text += "\(TokenRefresh(pair: OAStage.pair(1))) \(failure, default: "") \(stage.file)"
        dump(opened, to: &text)
        dump(try stage.account(), to: &text)
        dump(OATokenPair?(OAStage.pair(1)), to: &text)
        dump(stage.requests, to: &text)
        dump(TokenRefresh(pair: OAStage.pair(1)).state, to: &text)
        text += stage.requests.map { "\($0)" }.joined()
        #expect(!text.contains("PLANTED"))
    }

    @Test(arguments: [
        ("", "s", "k", "https://a.example"), ("12a", "s", "k", "https://a.example"),
        ("1", " ", "k", "https://a.example"), ("1", "s", "", "https://a.example"),
        ("1", "s", "k", "http://a.example"), ("1", "s", "k", "a.example"),
        ("1", "s", "k", "https://a.example/path"),
    ])
    func settingsThatCannotWorkAreRefused(
        appID: String, secret: String, key: String, base: String
    ) {
        let failure = #expect(throws: OAAccount.Problem.self) {
            try OAAccount(
                name: "x", appID: appID, appSecret: Secret(secret), secretKey: Secret(key),
                tokenFile: "t", base: base)
        }
        #expect("\(failure, default: "")".hasSuffix("."))
        #expect(throws: OAAccount.Problem.self) {
            try OAAccount(
                name: "x", appID: appID, appSecret: Secret(secret), secretKey: Secret(key),
                tokenFile: "t", oauthBase: base)
        }
    }
}

extension String {
    fileprivate var lastPart: String { split(separator: "/").last.map(String.init) ?? "" }
}

extension FileManager {
    /// Writes a file for its owner alone.
    func write(_ text: String, to path: String) throws {
        guard
            createFile(
                atPath: path, contents: Data(text.utf8), attributes: [.posixPermissions: 0o600])
        else { throw CocoaError(.fileWriteUnknown) }
    }
}
