import Foundation

extension LoopbackServer {
    /// Cuts what comes over a connection into requests: heads end with a blank line, bodies are
    /// as long as Content-Length says.
    struct RequestReader {
        let descriptor: Int32
        let connection: Int
        private var pending: [UInt8] = []

        init(descriptor: Int32, connection: Int) {
            self.descriptor = descriptor
            self.connection = connection
        }

        /// The next request; nil when the connection has ended.
        mutating func next() -> Request? {
            var end = headEnd
            while end == nil {
                guard receive() else { return nil }
                end = headEnd
            }
            guard let end else { return nil }
            let lines = String(decoding: pending[..<end], as: UTF8.self)
                .split(separator: "\r\n", omittingEmptySubsequences: true)
            let words = (lines.first ?? "").split(separator: " ")
            let headers = lines.dropFirst().map { line in
                let pieces = line.split(
                    separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
                let value = pieces.count > 1 ? String(pieces[1]) : ""
                return (
                    name: pieces[0].lowercased(),
                    value: value.trimmingCharacters(in: .whitespaces)
                )
            }
            let length =
                headers.first { $0.name == "content-length" }.flatMap { Int($0.value) } ?? 0
            while pending.count < end + length {
                guard receive() else { return nil }
            }
            let body = Array(pending[end..<end + length])
            pending.removeFirst(end + length)
            return Request(
                method: String(words.first ?? ""), target: words.count > 1 ? String(words[1]) : "",
                headers: headers, body: body, connection: connection, number: 0)
        }

        /// Where the body starts, once the head is complete.
        private var headEnd: Int? {
            let mark = Array("\r\n\r\n".utf8)
            guard pending.count >= mark.count else { return nil }
            return (mark.count...pending.count).first { end in
                pending[(end - mark.count)..<end].elementsEqual(mark)
            }
        }

        private mutating func receive() -> Bool {
            var buffer = [UInt8](repeating: 0, count: 65_536)
            let count = recv(descriptor, &buffer, buffer.count, 0)
            guard count > 0 else { return false }
            pending.append(contentsOf: buffer[..<count])
            return true
        }
    }
}
