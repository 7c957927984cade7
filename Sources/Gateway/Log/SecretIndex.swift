import Synchronization

/// Finds registered secrets in a text in one pass, however many they are.
final class SecretIndex: Sendable {
    private struct State {
        var all: Set<[UInt8]> = []
        /// Bytes by which a secret is looked up: those of the shortest, 8 at the most.
        var headBytes = 8
        /// Secrets by their head, the longest first: one may begin with another.
        var byHead: [UInt64: [[UInt8]]] = [:]
        var bytesMin = Int.max
    }

    private let state = Mutex(State())

    init(_ secrets: [String]) {
        register(secrets)
    }

    /// Adds secrets; empty ones are ignored.
    func register(_ secrets: [String]) {
        state.withLock { state in
            state.all.formUnion(secrets.filter { !$0.isEmpty }.map { Array($0.utf8) })
            state.bytesMin = state.all.map(\.count).min() ?? .max
            state.headBytes = min(8, state.bytesMin)
            state.byHead = Dictionary(grouping: state.all) {
                Self.head($0[...], bytes: state.headBytes)
            }.mapValues { secrets in
                secrets.sorted { $0.count > $1.count }
            }
        }
    }

    /// Returns the text with `[secret]` for each secret in it.
    func replaced(in text: String) -> String {
        let (byHead, headBytes, bytesMin) = state.withLock {
            ($0.byHead, $0.headBytes, $0.bytesMin)
        }
        // What is shorter, as most fields are, can hold none.
        guard text.utf8.count >= bytesMin else { return text }
        let bytes = Array(text.utf8)
        var result: [UInt8] = []
        var (copied, index) = (0, 0)
        while index + headBytes <= bytes.count {
            let head = Self.head(bytes[index...], bytes: headBytes)
            if let found = byHead[head]?.first(where: { bytes[index...].starts(with: $0) }) {
                result += bytes[copied..<index] + Array("[secret]".utf8)
                index += found.count
                copied = index
            } else {
                index += 1
            }
        }
        guard copied > 0 else { return text }
        return String(decoding: result + bytes[copied...], as: UTF8.self)
    }

    private static func head(_ bytes: ArraySlice<UInt8>, bytes count: Int) -> UInt64 {
        bytes.prefix(count).reduce(0) { $0 << 8 | UInt64($1) }
    }
}
