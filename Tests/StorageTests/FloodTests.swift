import Conversation
import GRDB
import Messaging
import Storage
import Testing

/// Who writes too much is told once and not read for a while; nothing is lost from the record.
@Suite struct FloodTests {
    private static let limits = FloodLimits(
        person: FloodGuard.Limits(perMinute: 5, perHour: 50),
        group: FloodGuard.Limits(perMinute: 8, perHour: 80))

    private func keep(
        _ range: Range<Int>, in store: Store, chat: String = "c1", sender: String = "p1",
        kind: ChatKind = .private, at now: Timestamp = start
    ) throws -> [KeptMessage] {
        let messages = range.map {
            message("\(sender)-\($0)", chat: chat, sender: sender, kind: kind)
        }
        return try store.keep(messages, at: now, flood: Self.limits) { TraceID(rawValue: "t") }
    }

    private func isTold(_ kept: KeptMessage) -> Bool {
        if case .told = kept.flood { true } else { false }
    }

    @Test func fiveAreHeardOneIsToldAndTheRestAreKeptWithoutATurn() throws {
        let store = try Store.inMemory(startedAt: start)
        let kept = try keep(0..<20, in: store)
        #expect(kept.prefix(5).allSatisfy { $0.flood == nil })
        let until = start.adding(seconds: 600)
        #expect(kept[5].flood == .told(FloodNotice(until: until, isOfGroup: false)))
        #expect(kept.dropFirst(6).allSatisfy { $0.flood == .ignored })
        #expect(try store.counts().received == 20)
        var notices: [FloodNotice?] = []
        try store.turn { kept, situation in
            notices.append(situation.flood)
            return try echo(kept, situation)
        }
        #expect(notices == [nil, nil, nil, nil, nil, FloodNotice(until: until, isOfGroup: false)])
        let endings = try store.endings(after: 0, max: 99)
        #expect(endings.count == 20)
        #expect(endings.dropFirst(6).allSatisfy { $0.outcome == .flooded && $0.replies.isEmpty })
    }

    @Test func aRestartDoesNotLetThemInAndTheEndOfTheSilenceDoesWithoutAWord() throws {
        let queue = try DatabaseQueue()
        _ = try keep(0..<6, in: try Store(queue, startedAt: start))
        let now = start.adding(seconds: 599)
        let again = try Store(queue, startedAt: now)
        #expect(try keep(6..<7, in: again, at: now).map(\.flood) == [.ignored])
        let later = start.adding(seconds: 600)
        #expect(try keep(7..<8, in: again, at: later).map(\.flood) == [nil])
    }

    @Test func ofAGroupThePersonIsSilencedBeforeTheGroup() throws {
        let store = try Store.inMemory(startedAt: start)
        let loud = try keep(0..<100, in: store, chat: "g", sender: "loud", kind: .group)
        #expect(loud.count(where: isTold) == 1)
        #expect(loud[5].flood.map { "\($0)".contains("isOfGroup: false") } == true)
        #expect(
            try keep(0..<3, in: store, chat: "g", sender: "p2", kind: .group)
                .allSatisfy { $0.flood == nil })
    }

    @Test func aGroupOfManyIsToldOnceAndItsPeopleAreHeardElsewhere() throws {
        let store = try Store.inMemory(startedAt: start)
        var told = 0
        for person in 0..<40 {
            told += try keep(0..<1, in: store, chat: "g", sender: "p\(person)", kind: .group)
                .count(where: isTold)
        }
        #expect(told == 1)
        #expect(try keep(1..<2, in: store, chat: "c39", sender: "p39").map(\.flood) == [nil])
        #expect(try store.counts().received == 41)
    }

    @Test func aMessageThatComesTwiceCountsOnce() throws {
        let store = try Store.inMemory(startedAt: start)
        for _ in 0..<30 { _ = try keep(0..<1, in: store) }
        #expect(try keep(1..<5, in: store).allSatisfy { $0.flood == nil })
    }

    @Test func tenThousandMessagesOfOnePersonCostTwoStatementsMoreThanTheKeepingItself() throws {
        func runs(_ flood: FloodLimits?) throws -> Int {
            let queue = try DatabaseQueue()
            let store = try Store(queue, startedAt: start)
            let messages = (0..<6).map { message("m\($0)") }
            _ = try store.keep(messages, at: start, flood: flood) { TraceID(rawValue: "t") }
            let plans = PlanReader(queue)
            let more = (6..<1_000).map { message("m\($0)") }
            _ = try store.keep(more, at: start, flood: flood) { TraceID(rawValue: "t") }
            plans.stop()
            return plans.runs
        }
        // One row read and written; each message that is ignored is marked.
        #expect(try runs(Self.limits) == runs(nil) + 2 + 994)
    }
}
