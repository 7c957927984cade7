import CurlHTTP
import Foundation
import Messaging
import TestSupport
import Testing
import Zalo

/// What comes to an Official Account's webhook, and what does not come in.
@Suite struct OAWebhookTests {
    private static func body(_ name: String) throws -> [UInt8] {
        try RepositoryRoot.bytes(of: "Tests/Fixtures/zalo-oa/\(name).json")
    }

    private static func signature(
        _ body: [UInt8], appID: String = OAStage.appID, timestamp: String = "1760000000000"
    ) -> String {
        OASignature.hex(
            appID: appID, body: body, timestamp: timestamp, secretKey: OAStage.secretKey)
    }

    private static func call(
        _ body: [UInt8], _ headers: [String: String], at: Timestamp = OAStage.start
    ) -> WebhookCall {
        WebhookCall(header: { headers[$0] }, body: body, at: at)
    }

    /// A body signed as Zalo signs it.
    private static func signed(
        _ body: [UInt8], at: Timestamp = OAStage.start, headers: [String: String] = [:]
    ) -> WebhookCall {
        call(
            body, headers.merging(["x-zevent-signature": "mac=" + signature(body)]) { $1 }, at: at)
    }

    private static func message(
        _ id: String, _ content: InboundMessage.Content, chat: String = "4000000000000000001",
        kind: ChatKind = .private
    ) -> WebhookReading {
        .received(
            .messages([
                InboundMessage(
                    account: AccountID(rawValue: "tinh"), chat: ChatID(rawValue: chat),
                    chatKind: kind, message: MessageID(rawValue: id),
                    sender: PersonID(rawValue: "4000000000000000001"), senderName: "",
                    content: content, sentAt: OAStage.start)
            ]))
    }

    private static func skipped(_ reason: String) -> WebhookReading {
        .received(.skipped(reason: reason))
    }

    /// What comes all the time when all is well.
    private static func routine(_ reason: String) -> WebhookReading {
        .received(.skipped(reason: reason, isRoutine: true))
    }

    private static let group = "group:f1e2d3c4b5a697887766"

    private static let rows: [(String, WebhookReading)] = [
        ("user-text", message("m-1", .text("khai sinh ở đâu"))),
        ("user-text-numeric-timestamp", message("m-2", .text("chào"))),
        ("user-text-empty", skipped("a message without content")),
        ("user-image", message("m-4", .other(kind: "image"))),
        ("user-image-with-text", message("m-5", .text("nhà tôi đây"))),
        ("user-audio", message("m-6", .other(kind: "voice"))),
        ("user-business-card", message("m-7", .other(kind: "contact"))),
        ("user-location", message("m-8", .other(kind: "location"))),
        ("user-text-numeric-ids", message("9", .text("số"))),
        ("user-text-without-id", skipped("a message without its id, chat or sender")),
        ("user-text-without-sender", skipped("a message without its id, chat or sender")),
        ("user-text-in-strange-types", skipped("a message without its id, chat or sender")),
        ("user-text-of-another-account", skipped("an event of another Official Account")),
        ("user-text-of-the-account-itself", routine("a message of the Official Account")),
        ("oa-send-text", routine("a message of the Official Account")),
        ("oa-send-group-text", routine("a message of the Official Account")),
        ("group-text-mention", message("g-1", .text("5 hộ"), chat: group, kind: .group)),
        ("group-text-overheard", routine("a group message that is not for the bot")),
        ("group-text-id-in-group-id", message("g-3", .text("6 hộ"), chat: group, kind: .group)),
        ("group-text-id-in-conversation", message("g-4", .text("7 hộ"), chat: group, kind: .group)),
        ("group-text-without-group", skipped("a message without its id, chat or sender")),
        ("group-text-quote", routine("a group message that is not for the bot")),
        ("group-text-of-another-account", skipped("an event of another Official Account")),
        (
            "group-image-bare-mention",
            message("g-8", .other(kind: "image"), chat: group, kind: .group)
        ),
        ("follow", routine("somebody follows the Official Account or no longer")),
        ("unknown-event", skipped("an event of an unknown kind")),
    ]

    @Test(arguments: rows)
    func recordedEventsAreRead(name: String, reading: WebhookReading) async throws {
        let route = try await OAStage().route()
        #expect(route.path == "/webhook/zalo-oa/tinh")
        #expect(route.read(Self.signed(try Self.body(name))) == reading)
    }

    @Test func everyRecordedEventHasItsRow() throws {
        let files = try FileManager.default.contentsOfDirectory(
            atPath: RepositoryRoot.path + "/Tests/Fixtures/zalo-oa")
        #expect(Set(files) == Set(Self.rows.map { $0.0 + ".json" }))
    }

    @Test(arguments: [
        "unfollow", "user_submit_info", "user_received_message", "user_seen_message",
        "user_feedback", "permission_revoked", "create_group", "user_join_group",
        "user_request_join_group", "react_request_join_group", "reject_request_join_group",
        "add_group_admin", "remove_group_admin", "update_group_info", "user_out_group",
        "disperse_group", "oa_send_image", "oa_send_group_file", "anonymous_send_text", "",
    ])
    func eventsThatAreNoMessagesAreSkipped(name: String) async throws {
        let body = Array(
            #"{"event_name":"\#(name)","timestamp":"1760000000000","app_id":"\#(OAStage.appID)"}"#
                .utf8)
        guard case .received(.skipped) = try await OAStage().route().read(Self.signed(body)) else {
            Issue.record("\(name) was not skipped")
            return
        }
    }

    @Test func aGroupThatReportsIsHeardInFull() async throws {
        let route = try await OAStage().route(hearing: .all)
        let reading = route.read(Self.signed(try Self.body("group-text-overheard")))
        #expect(
            reading
                == Self.message(
                    "g-2", .text("chiều nay họp nhé"), chat: Self.group, kind: .group))
    }

    @Test func anAnswerToOurMessageInAGroupIsForUs() async throws {
        let stage = try OAStage { request in
            request.url.hasSuffix("/group/message")
                ? .ok(#"{"error":0,"data":{"message_id":"sent-1"}}"#) : nil
        }
        let channel = try await stage.open().channel
        _ = try await channel.send(
            OutboundMessage(chat: ChatID(rawValue: Self.group), text: "Bao nhiêu hộ ạ?"))
        let reading = try OAStage.route(of: channel).read(
            Self.signed(try Self.body("group-text-quote")))
        #expect(reading == Self.message("g-6", .text("9 hộ"), chat: Self.group, kind: .group))
    }

    // MARK: Who is let in

    @Test func theFormulaIsThatOfTheDocumentation() {
        let body =
            #"{"event_name":"user_send_text","timestamp":"1699003881354","message":{"text":"Chào"}}"#
        #expect(
            OASignature.hex(
                appID: "2553928453557884079", body: Array(body.utf8),
                timestamp: "1699003881354", secretKey: OAStage.secretKey)
                == "3da9d1c5b0ec23ab4938fef7aff9ec723e39554f64a081de282432e983192ef4")
    }

    /// Computed with another program, for the same body, key and time.
    @Test(arguments: [
        ("3da9d1c5b0ec23ab4938fef7aff9ec723e39554f64a081de282432e983192ef4", true, "right"),
        ("mac=3da9d1c5b0ec23ab4938fef7aff9ec723e39554f64a081de282432e983192ef4", true, "marked"),
        ("mac=3DA9D1C5B0EC23AB4938FEF7AFF9EC723E39554F64A081DE282432E983192EF4", true, "capitals"),
        ("e956fea9cf23603c7a1ed7bdf55eda92879ac4a4c0c078920eb5c9be7ec8dae7", false, "HMAC"),
        ("c1cb2800cb07bf5f46113359393810a39fec16fe1369e3cac13bbd7f0d00421f", false, "HMAC of body"),
        ("4adbf34931210133489410af78067cf145adee1950d110182b038cb833cfdb59", false, "oa_id"),
        ("3a012006f1b72396daea8dacf1a1374a944c32779d2d0c9365c6be60a36b25dd", false, "no time"),
        ("3da9d1c5b0ec23ab4938fef7aff9ec723e39554f64a081de282432e983192ef", false, "cut short"),
        ("mac=", false, "nothing"), ("mac", false, "half a mark"),
        (
            "mac=mac=3da9d1c5b0ec23ab4938fef7aff9ec723e39554f64a081de282432e983192ef4", false,
            "twice"
        ),
    ])
    func onlyTheRightSignatureIsTaken(value: String, isRight: Bool, what: String) async throws {
        let body = Array(
            #"{"event_name":"user_send_text","timestamp":"1699003881354","message":{"text":"Chào"}}"#
                .utf8)
        let stage = try OAStage()
        let account = try OAAccount(
            name: "tinh", appID: "2553928453557884079", appSecret: Secret("s"),
            secretKey: OAStage.secretKey, tokenFile: stage.file.path)
        let opened = try await OAChannel.open(
            account, exchange: stage.exchange, now: { OAStage.start })
        let reading = try OAStage.route(of: opened.channel).read(
            Self.call(
                body, ["x-zevent-signature": value],
                at: Timestamp(milliseconds: 1_699_003_881_354)))
        if case .received = reading {
            #expect(isRight, "\(what)")
        } else {
            #expect(!isRight, "\(what)")
            #expect(
                reading
                    == .refused(
                        reason: "an event with a wrong signature: check app_id and oa_secret_file"))
        }
    }

    @Test func everyChangedByteIsNoticed() async throws {
        let route = try await OAStage().route()
        let body = try Self.body("user-text")
        let headers = ["x-zevent-signature": Self.signature(body)]
        #expect(route.read(Self.call(body, headers)) == Self.rows[0].1)
        for index in body.indices {
            var changed = body
            changed[index] ^= 1
            guard case .refused = route.read(Self.call(changed, headers)) else {
                Issue.record("byte \(index) was changed unnoticed")
                return
            }
        }
        guard case .refused = route.read(Self.call(body + [0x20], headers)) else {
            Issue.record("a blank was added unnoticed")
            return
        }
    }

    @Test(
        arguments: [
            (0, nil, true), (300, nil, true), (-300, nil, true), (301, nil, false),
            (-301, nil, false),
            (301, "1", true), (7_200, "5", true), (7_201, "5", false), (-301, "1", false),
            (301, "0", false), (301, "x", false), (86_400, nil, false),
        ] as [(Int64, String?, Bool)])
    func oldCallsAreLeftAtTheDoor(age: Int64, retry: String?, isTaken: Bool) async throws {
        let call = Self.signed(
            try Self.body("user-text"), at: OAStage.start.adding(seconds: age),
            headers: retry.map { ["num_retry": $0] } ?? [:])
        if case .received = try await OAStage().route().read(call) {
            #expect(isTaken, "\(age)")
        } else {
            #expect(!isTaken, "\(age)")
        }
    }

    @Test func callsWithoutSignatureAreProbesOnlyWhenTheyBringNothing() async throws {
        let route = try await OAStage().route()
        for text in ["", "{}", "[]", "xin chào", "null", #"{"hello":"PLANTED"}"#] {
            #expect(route.read(Self.call(Array(text.utf8), [:])) == .probe, "\(text)")
        }
        #expect(
            route.read(Self.call(try Self.body("user-text"), [:]))
                == .refused(reason: "an event without a signature"))
        #expect(
            route.read(Self.call(try Self.body("user-text"), ["x-zevent-signature": ""]))
                == .refused(reason: "an event without a signature"))
    }

    @Test(arguments: [
        #"{"event_name":"user_send_text"}"#, "", "{", "[1]",
        #"{"event_name":"user_send_text","timestamp":"soon"}"#,
        #"{"event_name":"user_send_text","timestamp":"99999999999999999999"}"#,
        #"{"timestamp":"-9223372036854775808"}"#,
    ])
    func signedNonsenseIsRefused(text: String) async throws {
        let body = Array(text.utf8)
        for timestamp in ["", "soon", "-9223372036854775808"] {
            let call = Self.call(
                body, ["x-zevent-signature": Self.signature(body, timestamp: timestamp)])
            guard case .refused = try await OAStage().route().read(call) else {
                Issue.record("taken: \(text)")
                return
            }
        }
    }

    @Test func anotherApplicationIsRefusedThoughItSignsWell() async throws {
        let text = #"{"app_id":"7","event_name":"user_send_text","timestamp":"1760000000000"}"#
        let body = Array(text.utf8)
        #expect(
            try await OAStage().route().read(Self.signed(body))
                == .refused(reason: "an event of another application: check app_id"))
    }
}
