import IntentMatching
import Testing

@Suite("Commands: the work is counted")
struct CommandsWorkTests {
    @Test("A command seen before builds no state")
    func buildsOnce() {
        var scratch = CommandMatcher.Scratch()
        let matcher = CommandsFixture.hallMatcher
        _ = matcher.match("bật đèn ở hội trường", scratch: &scratch)
        let states = scratch.stateCount
        #expect(states > 4)
        _ = matcher.match("bat den o hoi truong", scratch: &scratch)
        #expect(scratch.stateCount - states <= 4)
        let unmarked = scratch.stateCount
        for _ in 0..<3 { _ = matcher.match("Bật đèn ở hội trường", scratch: &scratch) }
        #expect(scratch.stateCount == unmarked)
    }

    @Test("The walk takes few steps for a command and none for other talk")
    func walksLittle() {
        var scratch = CommandMatcher.Scratch()
        let matcher = CommandsFixture.hallMatcher
        _ = matcher.match("bật tất cả các đèn trong hội trường", scratch: &scratch)
        #expect(scratch.steps <= 40)
        _ = matcher.match("hôm nay trời đẹp quá đi chợ thôi", scratch: &scratch)
        #expect(scratch.steps == 0)
    }

    @Test("Wildcards beside wildcards stay within the limit of steps")
    func boundsWildcards() {
        let lists = ["a", "b", "c", "d"].map { CommandsFixture.list($0, .wildcard) }
        let matcher = CommandMatcher(
            CommandsFixture.source("ghi {a} và {b} và {c} và {d} vào sổ tay", lists: lists))
        var scratch = CommandMatcher.Scratch()
        let text = "ghi " + String(repeating: "và ", count: 80) + "vào sổ tay"
        let match = matcher.match(text, scratch: &scratch)
        #expect(match?.slots.count == 4)
        #expect(scratch.steps <= 20_000)
    }

    @Test("A grammar larger than the automaton may grow is rebuilt, with the same answers")
    func rebuilds() {
        let names = (0..<1_500).map { CommandsFixture.value("may\($0) so\($0)") }
        let matcher = CommandMatcher(
            CommandsFixture.source(
                "bật {ten} ngay", "tắt {ten}",
                lists: [CommandsFixture.list("ten", .values(names))]))
        var scratch = CommandMatcher.Scratch()
        var largest = 0
        for number in stride(from: 0, to: 1_500, by: 2) {
            let text = "bật may\(number) so\(number) ngay"
            let match = matcher.match(text, scratch: &scratch)
            #expect(match?["ten"] == .string("may\(number) so\(number)"))
            largest = max(largest, scratch.stateCount)
        }
        #expect(largest < 1_000)
    }

    @Test("A scratch that goes to another matcher starts anew")
    func changesOwner() {
        var scratch = CommandMatcher.Scratch()
        let first = CommandMatcher(CommandsFixture.source("một"))
        let second = CommandMatcher(CommandsFixture.source("hai"))
        for _ in 0..<2 {
            #expect(first.match("một", scratch: &scratch)?.intent == "Thu")
            #expect(second.match("một", scratch: &scratch) == nil)
            #expect(second.match("hai", scratch: &scratch)?.intent == "Thu")
        }
    }

    @Test("Any bytes are read without a trap")
    func readsAnything() {
        var state: UInt64 = 42
        let pieces = [
            "bật", "đèn", "%", "\u{301}", "5", "ơi", "🙂", "\u{200B}", "ạ", "và", "ai", " ",
        ]
        for _ in 0..<2_000 {
            var text = ""
            for _ in 0..<12 {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                text += pieces[Int(state >> 33) % pieces.count]
            }
            _ = CommandsFixture.reading(text)
        }
    }
}
