import Messaging
import Testing

@Suite struct AccountLifeTests {
    private static let dead = AccountLife.Trouble(reason: "401", remedy: "put in the new token")
    private static let away = AccountLife.Trouble(reason: "503", remedy: "wait", mayPass: true)

    enum Event: Sendable, CaseIterable {
        case opened, failedForGood, failedForNow, waited, refused
        case pauseAsked, resumeAsked, changed, removeAsked
    }

    private static func happen(_ event: Event, to life: inout AccountLife) -> AccountLife.Action {
        switch event {
        case .opened: life.opened()
        case .failedForGood: life.openingFailed(dead)
        case .failedForNow: life.openingFailed(away)
        case .waited: life.waited()
        case .refused: life.refused(dead)
        case .pauseAsked: life.pauseAsked()
        case .resumeAsked: life.resumeAsked()
        case .changed: life.changed()
        case .removeAsked: life.removeAsked()
        }
    }

    /// Events that lead from the start to each phase.
    private static let ways: [(phase: String, events: [Event])] = [
        ("opening", []), ("waiting", [.failedForNow]), ("working", [.opened]),
        ("paused", [.pauseAsked]), ("stopped", [.failedForGood]), ("removed", [.removeAsked]),
    ]

    /// What each event does in each phase, in the order of `Event`: the phase after it.
    private static let table: [String: [String]] = [
        "opening": [
            "working", "stopped", "waiting", "opening", "opening", "paused", "opening", "opening",
            "removed",
        ],
        "waiting": [
            "waiting", "waiting", "waiting", "opening", "waiting", "paused", "opening", "opening",
            "removed",
        ],
        "working": [
            "working", "working", "working", "working", "stopped", "paused", "working", "opening",
            "removed",
        ],
        "paused": [
            "paused", "paused", "paused", "paused", "paused", "paused", "opening", "paused",
            "removed",
        ],
        "stopped": [
            "stopped", "stopped", "stopped", "stopped", "stopped", "paused", "opening", "opening",
            "removed",
        ],
        "removed": Array(repeating: "removed", count: 9),
    ]

    @Test func everyEventInEveryPhaseLeadsWhereItShould() throws {
        for (phase, events) in Self.ways {
            for (event, next) in zip(Event.allCases, try #require(Self.table[phase])) {
                var life = AccountLife(isPaused: false)
                for event in events { _ = Self.happen(event, to: &life) }
                #expect(life.phase.word == phase)
                let action = Self.happen(event, to: &life)
                #expect(life.phase.word == next, "\(event) in \(phase)")
                if next == phase, !["opening", "removed"].contains(phase) {
                    #expect(action == .goOn, "\(event) in \(phase)")
                }
            }
        }
    }

    @Test func aGoodLifeReadsLikeThis() {
        var life = AccountLife(isPaused: false)
        #expect(life.began() == .open)
        #expect(life.opened() == .work)
        #expect(life.pauseAsked() == .rest)
        #expect(life.resumeAsked() == .open)
        #expect(life.opened() == .work)
        #expect(life.changed() == .open)
        #expect(life.openingFailed(Self.dead) == .rest)
        #expect(life.phase.trouble == Self.dead)
        #expect(life.changed() == .open)
        #expect(life.phase.trouble == nil)
        #expect(life.removeAsked() == .leave)
    }

    @Test func pausesBetweenTriesGrowAndBeginAnewAfterASuccess() {
        var life = AccountLife(isPaused: false)
        var pauses: [Int64] = []
        for _ in 1...8 {
            if case .openAfter(let pause) = life.openingFailed(Self.away) { pauses.append(pause) }
            #expect(life.waited() == .open)
        }
        #expect(pauses == [1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000])
        #expect(life.opened() == .work)
        #expect(life.changed() == .open)
        #expect(life.openingFailed(Self.away) == .openAfter(milliseconds: 1_000))
    }

    @Test func onePausedFromTheStartIsNotOpened() {
        var life = AccountLife(isPaused: true)
        #expect(life.began() == .rest)
        #expect(life.changed() == .goOn)
        #expect(life.resumeAsked() == .open)
    }
}
