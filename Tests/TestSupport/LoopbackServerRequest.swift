extension LoopbackServer {
    /// A request as it came over the wire.
    package struct Request: Sendable {
        package let method: String

        /// Path and query, or the whole URL when the client took this for a proxy.
        package let target: String

        /// Lines of the head, names in lower case, in order.
        package let headers: [(name: String, value: String)]

        package let body: [UInt8]

        /// Which connection brought it, counted from 1.
        package let connection: Int

        /// Which request of the server it is, counted from 1.
        package internal(set) var number: Int

        /// Returns the value of the first header called `name`, given in lower case.
        package func header(_ name: String) -> String? {
            headers.first { $0.name == name }?.value
        }
    }

    /// What to do about a request, in order.
    package enum Step: Sendable {
        case bytes([UInt8])
        /// Nothing, until the client or the test ends the connection.
        case stall
        /// An orderly end.
        case close
        /// An end with RST, as of a machine that has crashed.
        case reset

        /// Returns an answer with its length; the connection stays open.
        package static func answer(
            _ status: Int, headers: [(String, String)] = [], body: String = ""
        ) -> Step {
            var head = "HTTP/1.1 \(status) X\r\ncontent-length: \(body.utf8.count)\r\n"
            for (name, value) in headers { head += "\(name): \(value)\r\n" }
            return .bytes(Array((head + "\r\n" + body).utf8))
        }

        /// Returns the head of an answer that promises `length` bytes of body.
        package static func head(_ status: Int, length: Int) -> Step {
            .bytes(Array("HTTP/1.1 \(status) X\r\ncontent-length: \(length)\r\n\r\n".utf8))
        }
    }
}
