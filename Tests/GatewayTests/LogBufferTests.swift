import Foundation
import Gateway
import Logging
import Synchronization
import Testing

/// Lines on their way to a place: gathered, written together, never holding anybody up.
@Suite struct LogBufferTests {
    /// A place that takes so many bytes of each write.
    private final class Sink: Sendable {
        let writes = Mutex<[String]>([])
        let room = Mutex(Int.max)

        func write(_ lines: ArraySlice<UInt8>) -> Int {
            let count = min(room.withLock { $0 }, lines.count)
            if count > 0 {
                writes.withLock { $0.append(String(decoding: lines.prefix(count), as: UTF8.self)) }
            }
            return count
        }

        var all: String { writes.withLock { $0.joined() } }
    }

    private func line(_ number: Int) -> [UInt8] { Array("line \(number)\n".utf8) }

    @Test func linesThatCameTogetherAreWrittenTogether() {
        let sink = Sink()
        let buffer = LogBuffer { sink.write($0) }
        for number in 0..<100 { buffer.append(line(number), isUrgent: false) }
        #expect(buffer.writeWhatIsGathered())
        #expect(sink.writes.withLock { $0.count } == 1)
        #expect(sink.all == (0..<100).map { "line \($0)\n" }.joined())
    }

    @Test func whatCannotBeWrittenWaitsAndComesFirstLater() {
        let sink = Sink()
        let buffer = LogBuffer { sink.write($0) }
        sink.room.withLock { $0 = 7 }
        buffer.append(line(1), isUrgent: true)
        buffer.append(line(2), isUrgent: true)
        #expect(!buffer.writeWhatIsGathered())
        buffer.append(line(3), isUrgent: true)
        sink.room.withLock { $0 = .max }
        #expect(buffer.writeWhatIsGathered())
        #expect(sink.all == "line 1\nline 2\nline 3\n")
    }

    @Test func whatWaitsIsBoundedAndWhatIsLostIsCounted() {
        let sink = Sink()
        let buffer = LogBuffer(bytesMax: 70) { sink.write($0) }
        sink.room.withLock { $0 = 0 }
        for number in 0..<30 {
            buffer.append(line(number % 10), isUrgent: false)
            #expect(!buffer.writeWhatIsGathered())
        }
        #expect(buffer.takeLost() == 20)
        #expect(buffer.takeLost() == 0)
        sink.room.withLock { $0 = .max }
        #expect(buffer.writeWhatIsGathered())
        #expect(sink.all == (0..<10).map { "line \($0)\n" }.joined())
    }

    @Test func nothingIsLostAtAStopWhateverManyThreadsLog() async {
        let sink = Sink()
        let buffer = LogBuffer { sink.write($0) }
        buffer.start()
        await withTaskGroup(of: Void.self) { group in
            for thread in 0..<8 {
                group.addTask {
                    for number in 0..<500 {
                        buffer.append(
                            Array("\(thread)-\(number)\n".utf8), isUrgent: number % 50 == 0)
                    }
                }
            }
        }
        #expect(buffer.flush(seconds: 60))
        let lines = sink.all.split(separator: "\n")
        #expect(lines.count == 4_000)
        for thread in 0..<8 {
            let own = lines.filter { $0.hasPrefix("\(thread)-") }
            #expect(own.map(String.init) == (0..<500).map { "\(thread)-\($0)" }, "in order")
        }
        buffer.end()
    }

    @Test func aReaderWhoHasGoneStopsNobody() throws {
        let pipe = Pipe()
        try pipe.fileHandleForReading.close()
        let output = LogOutput(
            file: nil, standardError: pipe.fileHandleForWriting.fileDescriptor, now: { start })
        output.start()
        for _ in 0..<10 { output.append(line(1), level: .error) }
        output.flush()
        output.append(line(2), level: .error)
        output.flush()
    }
}
