import Foundation
import Gateway
import Logging
import Messaging
import Synchronization
import Testing

@Suite struct LoggingTests {
    @Test func eachEventIsOneLineOfJSONWithItsFields() throws {
        let log = LogLines()
        var logger = log.logger()
        logger[metadataKey: "account"] = "bot-1"
        logger.info("turn-taken", metadata: ["ms": "12", "chat": "c\"1\n\\\u{1}"])
        let line = try #require(log.all.first)
        #expect(line.last == "\n" && !line.dropLast().contains("\n"))
        let object = try #require(
            try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        #expect(object["event"] as? String == "turn-taken")
        #expect(object["level"] as? String == "info")
        #expect(object["account"] as? String == "bot-1")
        #expect(object["chat"] as? String == "c\"1\n\\\u{1}")
        #expect(object["ms"] as? Int == 12)
    }

    @Test func theMomentIsWrittenInUTCWithMilliseconds() throws {
        let lines = Mutex<[String]>([])
        let handler = LineLogHandler(
            level: .info, redaction: Redaction(secrets: []),
            now: { Timestamp(milliseconds: 1_655_600_000_250) },
            write: { line, _ in
                lines.withLock { $0.append(String(decoding: line, as: UTF8.self)) }
            })
        Logger(label: "test") { _ in handler }.info("started")
        #expect(
            lines.withLock { $0 }
                == [#"{"time":"2022-06-19T00:53:20.250Z","level":"info","event":"started"}"# + "\n"]
        )
    }

    @Test(arguments: [
        ("công dân 079203001234", "công dân [number]", "identity number, 12 digits"),
        ("gọi 0912345678 nhé", "gọi [number] nhé", "phone number"),
        ("gọi 0912 345 678", "gọi [number]", "phone number in groups"),
        ("0912.345.678.", "[number].", "groups with points, sentence end kept"),
        ("12345678", "12345678", "eight digits name nobody"),
        ("ngày 15 tháng 6", "ngày 15 tháng 6", "numbers of talk stay"),
        ("12 345", "12 345", "two short numbers stay"),
        ("token S3cret:abc trong url", "token [secret] trong url", "a registered secret"),
        ("S3cret", "[secret]", "a secret inside another one"),
        ("", "", "nothing"),
    ])
    func whatMustNotBeWrittenIsReplaced(text: String, written: String, reason: String) {
        let redaction = Redaction(secrets: ["S3cret", "S3cret:abc", ""])
        #expect(redaction.redacted(text) == written, "\(reason)")
    }

    @Test func idsKeepTheirDigitsAndLoseTheirSecrets() {
        let redaction = Redaction(secrets: ["topsecret"])
        #expect(redaction.redacted("1234567890123", key: "chat") == "1234567890123")
        #expect(redaction.redacted("topsecret", key: "chat") == "[secret]")
    }

    @Test func aFieldIsCutBeforeALineOutgrowsAFile() throws {
        let log = LogLines()
        log.logger().info("x", metadata: ["error": "\(String(repeating: "ạ", count: 20_000))"])
        let line = try #require(log.all.first)
        #expect(line.utf8.count < LineLogHandler.fieldBytesMax + 100)
        #expect(line.hasSuffix("…\"}\n"))
    }

    @Test func whatALibrarySaysIsOneEventWithItsSentenceAsAField() throws {
        let lines = Mutex<[[UInt8]]>([])
        let handler = LineLogHandler(
            level: .info, redaction: Redaction(secrets: ["S3cret"]), isOfLibraries: true,
            now: { start }, write: { line, _ in lines.withLock { $0.append(line) } })
        Logger(label: "test") { _ in handler }.info("Signal caught: S3cret")
        let line = try #require(lines.withLock { $0 }.first)
        let read = try #require(LogLine(line.dropLast()))
        #expect(read.event == "library")
        #expect(read["text"] == "Signal caught: [secret]")
    }
}
