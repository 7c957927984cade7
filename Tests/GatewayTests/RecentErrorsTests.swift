import Conversation
import Gateway
import Logging
import Messaging
import Testing

@Suite struct RecentErrorsTests {
    private let now = Timestamp(milliseconds: 1_786_000_000_000)

    @Test func anErrorIsKeptWithItsCountAndItsLastTrace() {
        let errors = RecentErrors()
        errors.note("turn-failed", .error, account: "a", trace: "t1", at: now)
        errors.note("turn-failed", .error, account: "a", trace: "t2", at: now.adding(seconds: 5))
        errors.note("turn-failed", .error, account: "b", trace: nil, at: now.adding(seconds: 1))
        errors.note("reply-dropped", .warning, account: "a", trace: "t3", at: now)
        let all = errors.all(at: now.adding(seconds: 10))
        #expect(all.map(\.account?.rawValue) == ["a", "b"])
        #expect(all.map(\.count) == [2, 1])
        #expect(all.first?.trace?.rawValue == "t2")
        #expect(
            errors.all(at: now.adding(seconds: RecentErrors.secondsMax + 2)).map(\.count) == [2])
        #expect(errors.all(at: now.adding(seconds: RecentErrors.secondsMax + 5)).isEmpty)
    }

    @Test func theOldestMakesRoom() {
        let errors = RecentErrors()
        for number in 0...RecentErrors.entriesMax {
            errors.note(
                "e\(number)", .error, account: nil, trace: nil,
                at: now.adding(seconds: Int64(number)))
        }
        let all = errors.all(at: now)
        #expect(all.count == RecentErrors.entriesMax)
        #expect(all.first?.event == "e\(RecentErrors.entriesMax)" && all.last?.event == "e1")
    }

    @Test func theEndOfALogFileIsReadAsFarAsItCanBe() {
        let errors = RecentErrors()
        var lines: [UInt8] = Array(#"7","level":"error","event":"cut"}"#.utf8) + [10]
        let handler = LineLogHandler(
            level: .info, redaction: Redaction(secrets: []), now: { now }, errors: errors,
            write: { _, _ in })
        let logger = Logger(label: "t") { _ in handler }
        logger.error("turn-failed", metadata: ["account": "a", "trace": "t1"])
        #expect(errors.all(at: now).map(\.event) == ["turn-failed"])
        lines += Array(
            #"{"time":"2026-08-06T07:00:00.000Z","level":"error","event":"disk-full"}"#.utf8)
        lines += [10] + Array("no line at all".utf8) + [10]
        let later = RecentErrors()
        later.note(log: lines, at: now)
        #expect(later.all(at: now).map(\.event) == ["disk-full"])
    }
}
