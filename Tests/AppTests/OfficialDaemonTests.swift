import Foundation
import Messaging
import Simulator
import TestSupport
import Testing
import Zalo

/// An Official Account with the real program: its tokens end, are renewed, are refused.
@Suite(.serialized, .enabled(if: CrashDaemon.binary != nil))
struct OfficialDaemonTests {
    private static let question = "khai sinh cho con cần giấy tờ gì"

    @Test func aTokenThatEndsIsRenewedAndNoMessageIsLost() async throws {
        try await withOfficialDaemon { stage in
            for number in 1...6 {
                if number.isMultiple(of: 2) {
                    _ = try await stage.control.expireToken(ofOfficialAccount: stage.record.id)
                }
                try await stage.write(Self.question)
                try await stage.until("answer \(number)") {
                    try await stage.answers().count >= number
                }
            }
            #expect(try await stage.answers().allSatisfy { $0.contains("khai sinh") })
            // Somebody writes numbers that must show nowhere.
            try await stage.write(PlantedValues.words)
            try await stage.until("that is kept") { try stage.keptCount() == 7 }
            let record = try #require(try await stage.control.officialAccount(stage.record.id))
            #expect(record.renewals == 3)
            #expect(record.reuses == 0)
            let pair = try stage.tokenFile.read()
            #expect(pair.access.revealed == record.accessToken)
            #expect(pair.refresh.revealed == record.refreshToken)
            // What may still be sent is read at the start; our own messages come back unnoticed.
            try await stage.until("the quota is read") {
                stage.logText.contains(#""event":"quota-read""#)
            }
            #expect(stage.logText.contains(#""left":"500""#))
            let ready = try await stage.page("/readyz")
            #expect(ready.status == 200, "\(ready.text)")
            #expect(!stage.logText.contains(#""level":"warning""#))
            #expect(!stage.logText.contains(#""level":"error""#))
        }
    }

    @Test func aRefusedRenewalIsShownAndTheGoodPairStays() async throws {
        try await withOfficialDaemon(
            before: { stage in try stage.tokenFile.write(Self.halfDead(stage)) },
            { stage in
                for number in 1...3 {
                    try await stage.write(Self.question)
                    try await stage.until("answer \(number)") {
                        try await stage.answers().count >= number
                    }
                }
                let shown = try await stage.page("/readyz")
                #expect(shown.status == 200, "the old access token works to its end")
                #expect(shown.text.contains("tokens:tinh"))
                #expect(shown.text.contains("Zalo refused to renew the tokens with error -14014"))
                #expect(shown.text.contains("tungngo oa authorize"))
                #expect(stage.logCount("tokens-troubled") == 1)
                let kept = try stage.tokenFile.read()
                #expect(kept.access.revealed == stage.record.accessToken)
                #expect(kept.refresh.revealed == Self.deadRefresh)
                // An admin puts the new pair there: it is found without a restart.
                try stage.tokenFile.write(stage.pair(endsInSeconds: 86_400))
                try await stage.write(Self.question)
                try await stage.until("all is well again") {
                    stage.logCount("tokens-fine") == 1
                }
                try await stage.until("the page says so") {
                    try await !stage.page("/readyz").text.contains("tokens:tinh")
                }
            })
    }

    @Test func whatIsWrittenWhileTheTokensAreDeadIsAnsweredWhenTheyAreMended() async throws {
        try await withOfficialDaemon(
            before: { stage in try stage.tokenFile.write(Self.halfDead(stage)) },
            { stage in
                _ = try await stage.control.expireToken(ofOfficialAccount: stage.record.id)
                try await stage.write(Self.question)
                try await stage.until("the account stops") {
                    stage.logCount("account-stopped") == 1
                }
                try await stage.until("that is shown") {
                    try await stage.page("/readyz").status == 503
                }
                // Zalo still calls, and is told that the messages are kept.
                try await stage.write("kết hôn cần giấy tờ gì")
                try await stage.until("both are kept") { try stage.keptCount() == 2 }
                #expect(try await stage.answers().isEmpty)
                try await stage.spendRefreshToken()
                let fresh = try #require(
                    try await stage.control.officialAccount(stage.record.id))
                try stage.tokenFile.write(
                    OATokenPair(
                        access: Secret(fresh.accessToken), refresh: Secret(fresh.refreshToken),
                        accessEndsAt: stage.pair(endsInSeconds: 86_400).accessEndsAt))
                let resumed = try await stage.run("accounts", "resume", "tinh")
                #expect(resumed.status == 0, "\(resumed.errors)")
                try await stage.until("both answers") { try await stage.answers().count == 2 }
                try await stage.until("that is shown") {
                    try await stage.page("/readyz").status == 200
                }
                #expect(stage.logCount("account-stopped") == 1)
            })
    }

    private static let deadRefresh = "PLANTED-dead-refresh-token"

    /// The platform's access token, near its end, beside a refresh token that it does not know.
    @Sendable private static func halfDead(_ stage: OfficialStage) -> OATokenPair {
        let pair = stage.pair(endsInSeconds: 1_800)
        return OATokenPair(
            access: pair.access, refresh: Secret(deadRefresh), accessEndsAt: pair.accessEndsAt)
    }
}
