import Foundation
import Gateway
import Logging
import Messaging
import Synchronization
import Testing

/// Files of a log: moved aside by size and age on a clock that tests move, never above the limit.
@Suite struct LogFileTests {
    /// A folder with a log, and the clock of it.
    private final class Place: Sendable {
        let folder: String
        let limits: LogLimits
        private let time = Mutex(start)

        init(file: Int = 40, aside: Int = 3, _ change: (inout LogLimits) -> Void = { _ in }) {
            folder =
                FileManager.default.temporaryDirectory
                .appendingPathComponent("log-\(UUID().uuidString)").path
            var limits = LogLimits()
            limits.fileBytesMax = file
            limits.filesAsideMax = aside
            change(&limits)
            self.limits = limits
        }

        deinit { try? FileManager.default.removeItem(atPath: folder) }

        var path: String { "\(folder)/bot.log" }
        var now: Timestamp { time.withLock { $0 } }
        func move(seconds: Int64) { time.withLock { $0 = $0.adding(seconds: seconds) } }

        func opened() throws -> LogFile {
            try LogFile(path: path, limits: limits) { [weak self] in self?.now ?? start }
        }

        var names: [String] {
            ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
        }

        func text(_ name: String = "bot.log") -> String {
            (try? String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8)) ?? ""
        }

        /// Everything that is kept, oldest first.
        var all: String {
            LogFiles.all(of: path).map { (try? String(contentsOfFile: $0, encoding: .utf8)) ?? "" }
                .joined()
        }

        var bytes: Int { all.utf8.count }

        func mode(_ name: String) throws -> Int {
            let found = try FileManager.default.attributesOfItem(atPath: "\(folder)/\(name)")
            return (found[.posixPermissions] as? NSNumber)?.intValue ?? -1
        }

        func write(_ text: String, to name: String) throws {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true)
            try Data(text.utf8).write(to: URL(fileURLWithPath: "\(folder)/\(name)"))
        }
    }

    private func line(_ number: Int) -> [UInt8] { Array("line \(number)\n".utf8) }

    private func append(_ numbers: Range<Int>, to file: LogFile) {
        for number in numbers {
            let (taken, failure) = file.append(line(number)[...])
            #expect(taken == line(number).count && failure == nil)
        }
    }

    @Test func aFileIsMovedAsideBeforeItGrowsAboveItsLimitAndTheNewestAreKept() throws {
        let place = Place()
        let file = try place.opened()
        for number in 10..<60 {
            append(number..<number + 1, to: file)
            place.move(seconds: 1)
            #expect(place.bytes <= place.limits.totalBytesMax)
        }
        // 8 bytes a line: 5 lines a file, 3 files aside and the current one.
        #expect(place.all == (40..<60).map { "line \($0)\n" }.joined())
        #expect(place.names.count == 4)
        #expect(place.names[1] == "bot.log.2022-06-19T005355.000Z")
        #expect(try place.names.allSatisfy { try place.mode($0) == 0o600 })
        // Opened again, it goes on at the end.
        append(60..<61, to: try place.opened())
        #expect(place.all.hasSuffix("line 59\nline 60\n"))
    }

    @Test func manyLinesAtOnceAreCutAtTheirEndsIntoFilesWithinTheLimit() throws {
        let place = Place(aside: 50)
        let file = try place.opened()
        let lines = (10..<99).flatMap(line)
        #expect(file.append(lines[...]).taken == lines.count)
        #expect(place.all == String(decoding: lines, as: UTF8.self))
        for name in place.names { #expect(place.text(name).utf8.count <= 40) }
    }

    @Test func aFileOfADayIsMovedAsideHoweverSmallItIsAlsoAfterARestart() throws {
        let place = Place(file: 1_000)
        var file = try place.opened()
        let first = LineText.at(place.now)
        #expect(file.append(first[...]).failure == nil)
        place.move(seconds: 86_399)
        file = try place.opened()
        append(1..<2, to: file)
        #expect(place.names == ["bot.log"])
        place.move(seconds: 1)
        append(2..<3, to: file)
        #expect(place.names.count == 2)
        #expect(place.text() == "line 2\n")
    }

    @Test func oldFilesAreDeletedByAgeThoughNothingIsWritten() throws {
        let place = Place(aside: 9) { $0.keptMillisecondsMax = 3_600_000 }
        let file = try place.opened()
        append(10..<16, to: file)
        #expect(place.names.count == 2)
        place.move(seconds: 3_599)
        file.tend()
        #expect(place.names.count == 2)
        place.move(seconds: 1)
        file.tend()
        #expect(place.names == ["bot.log"])
    }

    @Test func aClockThatIsSetBackNeitherMixesUpTheOrderNorWritesOverAFile() throws {
        let place = Place(aside: 20)
        let file = try place.opened()
        for number in 10..<60 {
            append(number..<number + 1, to: file)
            place.move(seconds: number % 2 == 0 ? -7_200 : 60)
        }
        #expect(place.all == (10..<60).map { "line \($0)\n" }.joined())
    }

    @Test func smallerLimitsAndNumberedFilesOfEarlierVersionsAreBroughtWithinTheTotal() throws {
        let place = Place(aside: 2)
        for number in 1...5 {
            try place.write(String(repeating: "old \(number)\n", count: 5), to: "bot.log.\(number)")
        }
        try place.write(String(repeating: "now\n", count: 200), to: "bot.log")
        try place.write("not ours", to: "bot.log.gz")
        let file = try place.opened()
        append(10..<11, to: file)
        #expect(place.text() == "line 10\n")
        #expect(place.bytes <= place.limits.totalBytesMax)
        #expect(place.text("bot.log.gz") == "not ours")
    }

    /// The steps of a rotation are carried out up to the n-th, then the program is gone.
    @Test(arguments: 0..<4)
    func aCrashAfterAnyStepOfARotationLosesNoLineAndTheNextStartGoesOn(steps done: Int) throws {
        let place = Place()
        append(10..<30, to: try place.opened())
        let asides = LogFiles.asides(of: place.path)
        #expect(asides.count == 3)
        place.move(seconds: 5)
        let steps = LogRotation(name: "bot.log", limits: place.limits)
            .steps(movingAside: 40, others: asides, at: place.now)
        #expect(steps.count == 2)
        for step in steps.prefix(done) {
            switch step {
            case .delete(let name):
                try FileManager.default.removeItem(atPath: "\(place.folder)/\(name)")
            case .moveAside(let name):
                try FileManager.default.moveItem(
                    atPath: place.path, toPath: "\(place.folder)/\(name)")
            }
        }
        let file = try place.opened()
        append(30..<31, to: file)
        #expect(place.all == (15..<31).map { "line \($0)\n" }.joined())
        #expect(place.bytes <= place.limits.totalBytesMax)
        #expect(place.names.contains("bot.log"))
    }

    @Test func aLineThatAPowerCutCutOffStaysApartFromTheNext() throws {
        let place = Place(file: 1_000)
        try place.write("line 1\nlin", to: "bot.log")
        append(2..<4, to: try place.opened())
        #expect(place.text() == "line 1\nlin\nline 2\nline 3\n")
        #expect(try place.mode("bot.log") == 0o600)
    }

    @Test func aFileThatSomebodyMovedOrDeletedIsMadeAnew() throws {
        let place = Place(file: 1_000)
        let file = try place.opened()
        append(1..<2, to: file)
        try FileManager.default.moveItem(atPath: place.path, toPath: "\(place.folder)/elsewhere")
        append(2..<3, to: file)
        #expect(place.text() == "line 2\n")
        try FileManager.default.removeItem(atPath: place.path)
        append(3..<4, to: file)
        #expect(place.text() == "line 3\n")
        #expect(place.text("elsewhere") == "line 1\n")
    }

    @Test func aPlaceWhereNothingCanBeWrittenIsNamedAtTheStart() throws {
        let place = Place()
        try place.write("x", to: "a-file")
        let path = "\(place.folder)/a-file/bot.log"
        let failure = #expect(throws: LogFile.Failure.self) {
            _ = try LogFile(path: path, limits: LogLimits()) { start }
        }
        #expect(failure?.description.contains(path) == true)
    }

    /// `/dev/full` takes no byte, as a full disk does.
    @Test func aFullDiskIsSaidOnceAndWhatWaitsIsWrittenWhenThereIsRoom() throws {
        let place = Place(file: 1_000)
        try FileManager.default.createDirectory(
            atPath: place.folder, withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(
            atPath: place.path, withDestinationPath: "/dev/full")
        let file = try place.opened()
        let pipe = Pipe()
        let output = LogOutput(
            file: file, standardError: pipe.fileHandleForWriting.fileDescriptor,
            now: { place.now })
        let troubles = Mutex<[String?]>([])
        output.onTrouble { trouble in troubles.withLock { $0.append(trouble?.what) } }
        for number in 1...20 {
            output.append(LineText.at(place.now, event: "e\(number)"), level: .error)
            output.writeWhatIsGathered()
        }
        #expect(troubles.withLock { $0 }.count == 1)
        #expect(troubles.withLock { $0 }.first??.contains("No space left on device") == true)
        try FileManager.default.removeItem(atPath: place.path)
        place.move(seconds: 90)
        output.append(LineText.at(place.now, event: "last"), level: .info)
        output.writeWhatIsGathered()
        output.writeWhatIsGathered()
        #expect(troubles.withLock { $0 }.last == .some(nil))
        let lines = place.all.split(separator: "\n").compactMap { LogLine(Array($0.utf8)[...]) }
        #expect(
            lines.map(\.event) == (1...20).map { "e\($0)" } + ["last", "log-file-works"])
        #expect(lines.last?["lost"] == "0")
        #expect(lines.last?["ms"] == "90000")
        try pipe.fileHandleForWriting.close()
        let echoed = String(
            decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        #expect(echoed.components(separatedBy: "log-file-failed").count == 2)
        #expect(echoed.contains(#""event":"e20""#))
    }
}

/// A line of a log.
enum LineText {
    static func at(
        _ moment: Timestamp, level: String = "info", event: String = "e", _ more: String = ""
    ) -> [UInt8] {
        Array(
            (#"{"time":"\#(LogTime.text(moment))","level":"\#(level)","event":"\#(event)"\#(more)}"#
                + "\n").utf8)
    }
}
