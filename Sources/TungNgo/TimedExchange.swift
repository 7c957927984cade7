import CurlHTTP
import Foundation
import Messaging
import Synchronization

/// Sends requests and notes how long each took and what clock the other side has.
final class TimedExchange: Sendable {
    /// What one answer told.
    private struct Note {
        let host: String
        let took: Int64
        /// How far our clock is ahead of the other side's, in milliseconds.
        let ahead: Int64?
    }

    private let http: HTTPClient
    private let notes = Mutex<[Note]>([])

    init(http: HTTPClient) {
        self.http = http
    }

    /// Beyond this, replies and reports get the wrong time.
    static let clockWarningMilliseconds: Int64 = 30_000

    /// Beyond this, certificates and signatures fail, and reports get the wrong day.
    static let clockBrokenMilliseconds: Int64 = 300_000

    /// Milliseconds for one call beyond which a person notices.
    static let callMillisecondsMax: Int64 = 3_000

    /// Sends one request.
    func execute(_ request: HTTPRequest) async throws(HTTPFailure) -> HTTPResponse {
        let began = clockNow().milliseconds
        let response = try await http.execute(request)
        let ended = clockNow().milliseconds
        // The header counts whole seconds: on average it is half a second behind.
        let theirs = response.header("date").flatMap(Self.milliseconds).map { $0 + 500 }
        let note = Note(
            host: Self.host(of: request.url), took: ended - began,
            ahead: theirs.map { (began + ended) / 2 - $0 })
        notes.withLock { $0.append(note) }
        return response
    }

    /// How the clock stands to the platforms', and how far they are; by host.
    func clockFindings() -> [Finding] {
        let byHost = Dictionary(grouping: notes.withLock { $0 }, by: \.host)
        return byHost.sorted { $0.key < $1.key }.flatMap { host, notes in
            [Self.clock(host, notes), Self.distance(host, notes)].compactMap(\.self)
        }
    }

    private static func clock(_ host: String, _ notes: [Note]) -> Finding? {
        let differences = notes.compactMap(\.ahead).sorted()
        guard !differences.isEmpty else { return nil }
        let ahead = differences[differences.count / 2]
        let size = abs(ahead)
        guard size > clockWarningMilliseconds else {
            return .fine("clock", "as that of \(host), to the second or so")
        }
        let what = "\(size / 1_000) s \(ahead > 0 ? "ahead of" : "behind") that of \(host)"
        let mend = "timedatectl set-ntp true; timedatectl status"
        return size > clockBrokenMilliseconds
            ? .broken("clock", what, mend: mend) : .warning("clock", what, mend: mend)
    }

    private static func distance(_ host: String, _ notes: [Note]) -> Finding {
        let times = notes.map(\.took).sorted()
        let middle = times[times.count / 2]
        guard middle > callMillisecondsMax else {
            return .fine("network", "\(host) answers within \(middle) ms")
        }
        return .warning(
            "network", "\(host) takes \(middle) ms for a call",
            mend: "look at the line and http.proxy: curl -sw '%{time_total}\\n' -o /dev/null "
                + "https://\(host)")
    }

    /// Host and port of an address: never its path, which carries a token.
    private static func host(of url: String) -> String {
        guard let parts = URLComponents(string: url), let host = parts.host else { return "?" }
        return parts.port.map { "\(host):\($0)" } ?? host
    }

    /// A moment as RFC 9110 section 5.6.7 writes it: `Sun, 06 Nov 1994 08:49:37 GMT`.
    static func milliseconds(_ text: String) -> Int64? {
        let words = text.split(separator: " ")
        let months = [
            "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
        ]
        guard words.count == 6, words[5] == "GMT", let day = Int(words[1]),
            let month = months.firstIndex(of: String(words[2])), let year = Int(words[3])
        else { return nil }
        let clock = words[4].split(separator: ":").compactMap { Int($0) }
        guard clock.count == 3 else { return nil }
        var parts = DateComponents()
        (parts.year, parts.month, parts.day) = (year, month + 1, day)
        (parts.hour, parts.minute, parts.second) = (clock[0], clock[1], clock[2])
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        return calendar.date(from: parts).map { Int64($0.timeIntervalSince1970 * 1_000) }
    }
}
