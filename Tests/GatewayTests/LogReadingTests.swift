import Foundation
import Gateway
import Logging
import Messaging
import Testing

/// What was logged, read back: by line, by filter, across rotation.
@Suite struct LogReadingTests {
    private func line(_ text: String) -> LogLine? { LogLine(Array(text.utf8)[...]) }

    @Test func aLineIsReadAsItWasWritten() throws {
        let log = LogLines()
        log.logger().warning(
            "reply-waits",
            metadata: ["reason": "lỗi \"500\"\n\u{1}\u{7F}", "ms": "60000", "chat": "c\\1"])
        let written = try #require(log.all.first)
        let read = try #require(line(String(written.dropLast())))
        #expect(read.level == .warning && read.event == "reply-waits")
        #expect(read["reason"] == "lỗi \"500\"\n\u{1}\u{7F}")
        #expect(read["ms"] == "60000" && read["chat"] == "c\\1" && read["trace"] == nil)
    }

    private static let head = #"{"time":"2026-11-27T14:05:00.123Z","level":"info","event":"e""#

    @Test(arguments: [
        (#","a":true,"b":null,"c":-1.5e3}"#, true, "other values than ours"),
        (#","a":"\u00e1\ud83d\ude00\t"}"#, true, "escapes, also of a pair"),
        ("}", true, "no fields"),
        ("", false, "cut off"),
        (#","a":"b"#, false, "cut off in a text"),
        (#","a":"b"} x"#, false, "something behind it"),
        (#","a":{"b":1}}"#, false, "an object in it"),
        (#","a":"\ud83d"}"#, false, "half a pair"),
        (#","a":"\x"}"#, false, "an escape that is none"),
        (#","a":wrong}"#, false, "a word that is none"),
        (#","a":}"#, false, "no value"),
        (",}", false, "a comma too many"),
    ])
    func whatIsNoLineOfOursIsNotRead(rest: String, isRead: Bool, reason: String) {
        #expect((line(Self.head + rest) != nil) == isRead, "\(reason)")
    }

    @Test(arguments: [
        "", "{}", "[]", "text", #"{"level":"info","event":"e"}"#,
        #"{"time":"2026-13-27T14:05:00.123Z","level":"info","event":"e"}"#,
        #"{"time":"2026-11-27T14:05:00.123Z","level":"loud","event":"e"}"#,
        #"{"time":"2026-11-27T14:05:00.123Z","level":"info"}"#,
    ])
    func aLineWithoutItsThreeFirstFieldsIsNotRead(text: String) {
        #expect(line(text) == nil)
    }

    @Test func bytesThatAreNoTextAreNotRead() {
        let bytes =
            Array(Self.head.utf8) + Array(#","a":""#.utf8) + [0xFF, 0xC0] + Array("\"}".utf8)
        #expect(LogLine(bytes[...]) == nil)
    }

    @Test(
        arguments: [
            0, 1, 951_782_399_999, 1_655_600_000_250, 1_709_164_800_000, 4_102_444_799_999,
            253_402_300_799_999,
        ] as [Int64])
    func aMomentIsReadAsItWasWritten(milliseconds: Int64) {
        let moment = Timestamp(milliseconds: milliseconds)
        let text = LogTime.text(moment)
        #expect(LogTime.moment(text.utf8) == moment, "\(text)")
        let date = Date(timeIntervalSince1970: Double(milliseconds / 1_000))
        #expect(date.ISO8601Format().dropLast() == text.dropLast(5))
    }

    @Test(arguments: [
        "2026-11-27 14:05:00.123Z", "2026-11-27T24:05:00.123Z", "2026-11-27T14:60:00.123Z",
        "2026-02-30T14:05:00.123Z", "2026-11-27T14:05:00.123", "2026-11-27T1a:05:00.123Z", "",
    ])
    func whatIsNoMomentIsNotRead(text: String) {
        #expect(LogTime.moment(text.utf8) == nil)
    }

    @Test(
        arguments: [
            (0, "0 ms"), (999, "999 ms"), (1_250, "1.2 s"), (61_000, "1 min 1 s"),
            (7_380_000, "2 h 3 min"),
        ] as [(Int64, String)])
    func spansAreSaidAsPeopleDo(milliseconds: Int64, text: String) {
        #expect(LogWords.duration(milliseconds) == text)
    }

    @Test func aReadableLineBeginsWithWhatItIsAboutAndCannotMoveTheCursor() throws {
        let text = String(
            decoding: LineText.at(
                Timestamp(milliseconds: 1_655_600_000_250), level: "warning", event: "reply-waits",
                #","aaa":"x y\u001b[2J","chat":"c1","ms":61000,"trace":"ab12"}"#.dropLast()
                    .description), as: UTF8.self)
        let read = try #require(line(String(text.dropLast())))
        #expect(
            LogWords(hasColours: false).line(read)
                == "2022-06-19 07:53:20.250 warning reply-waits       chat=c1 trace=ab12 "
                + #"aaa="x y\u{1b}[2J" 1min1s"#)
        #expect(LogWords(hasColours: true).line(read).contains("\u{1B}[33mreply-waits"))
    }

    // MARK: Filters

    @Test func filtersTakeWhatIsWantedAndTheQuickLookNeverSaysNoToIt() throws {
        let at = Timestamp(milliseconds: 1_655_600_000_000)
        let more = #","account":"a1","chat":"c\"1","trace":"ab12cd"}"#.dropLast().description
        let bytes = LineText.at(at, level: "warning", event: "reply-waits", more).dropLast()
        let read = try #require(LogLine(bytes))
        func takes(_ change: (inout LogFilter) -> Void) -> Bool {
            var filter = LogFilter()
            change(&filter)
            let takes = filter.takes(read)
            #expect(!takes || filter.mayTake(bytes))
            return takes
        }
        #expect(takes { _ in })
        #expect(takes { $0.level = .warning })
        #expect(!takes { $0.level = .error })
        #expect(takes { $0.events = ["reply-waits", "x"] })
        #expect(!takes { $0.events = ["reply-sent"] })
        #expect(takes { $0.chat = "c\"1" })
        #expect(!takes { $0.chat = "c" })
        #expect(takes { $0.account = "a1" })
        #expect(!takes { $0.account = "a" })
        #expect(takes { $0.trace = "ab1" })
        #expect(!takes { $0.trace = "b12" })
        #expect(
            takes {
                $0.since = at; $0.until = at
            })
        #expect(!takes { $0.since = at.adding(milliseconds: 1) })
        #expect(!takes { $0.until = at.adding(milliseconds: -1) })
    }

    // MARK: Following

    @Test func whoFollowsSeesEachLineOnceAndInOrderAcrossRotation() throws {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("log-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var limits = LogLimits()
        limits.fileBytesMax = 60
        limits.filesAsideMax = 100
        let path = "\(folder)/bot.log"
        var seen: [String] = []
        var tail = LogTail(path: path)
        func look() throws -> Bool {
            try tail.read { seen.append(String(decoding: $0, as: UTF8.self)) }
        }
        #expect(try !look(), "nothing is there yet")
        let file = try LogFile(path: path, limits: limits) { start }
        var random = SystemRandomNumberGenerator()
        var written = 0
        while written < 500 {
            // Up to twelve lines between two looks: up to three files are moved aside meanwhile.
            for _ in 0..<Int.random(in: 0...12, using: &random) {
                #expect(file.append(Array("line \(written)\n".utf8)[...]).failure == nil)
                written += 1
            }
            #expect(try look())
            #expect(seen == (0..<written).map { "line \($0)" })
        }
        // Whoever comes later reads the same.
        var again: [String] = []
        var later = LogTail(path: path)
        try later.read { again.append(String(decoding: $0, as: UTF8.self)) }
        #expect(again == seen)
    }

    @Test func halfALineWaitsForItsEndAndAnEmptiedFileIsReadAnew() throws {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("log-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let path = folder.appendingPathComponent("bot.log").path
        var seen: [String] = []
        var tail = LogTail(path: path)
        func write(_ text: String, emptying: Bool = false) throws {
            if emptying || !FileManager.default.fileExists(atPath: path) {
                try Data().write(to: URL(fileURLWithPath: path))
            }
            let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
            try handle.seekToEnd()
            try handle.write(contentsOf: Data(text.utf8))
            try handle.close()
            try tail.read { seen.append(String(decoding: $0, as: UTF8.self)) }
        }
        try write("one\ntw")
        #expect(seen == ["one"])
        try write("o\n")
        #expect(seen == ["one", "two"])
        // As logrotate does with copytruncate.
        try write("3\n", emptying: true)
        #expect(seen == ["one", "two", "3"])
        // As an editor does, which writes another file over it.
        try Data("four\nfive".utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
        try tail.read { seen.append(String(decoding: $0, as: UTF8.self)) }
        #expect(seen == ["one", "two", "3", "four"])
    }

    @Test func aLineWithoutAnEndDoesNotFillTheMemory() {
        var begun: [UInt8] = []
        var sizes: [Int] = []
        for _ in 0..<100 {
            begun.handOutLines(adding: [UInt8](repeating: 0x41, count: 1_000)[...], max: 5_000) {
                sizes.append($0.count)
            }
            #expect(begun.count <= 5_000)
        }
        #expect(sizes.allSatisfy { $0 == 6_000 })
    }
}
