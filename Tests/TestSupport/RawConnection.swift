import Foundation

/// A bare TCP connection to 127.0.0.1, for requests that no client would send.
///
/// Calls block their thread: run them off the threads that tasks share.
package final class RawConnection: Sendable {
    private let descriptor: Int32

    /// Connects.
    ///
    /// - Throws: `LoopbackServer.Failure` with the errno of the call that failed.
    package init(port: UInt16) throws(LoopbackServer.Failure) {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw LoopbackServer.Failure(code: errno) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let descriptor = descriptor
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                connect(descriptor, pointer, length)
            }
        }
        guard result == 0 else { throw LoopbackServer.Failure(code: errno) }
    }

    deinit {
        close(descriptor)
    }

    /// Writes bytes; returns whether the other side still took them.
    @discardableResult
    package func write(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        return send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count
    }

    /// Says that nothing more will be written.
    package func finishWriting() {
        shutdown(descriptor, Int32(SHUT_WR))
    }

    /// Everything that comes until the other side closes.
    package func readToEnd() -> String {
        var all: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4_096)
        while true {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            guard count > 0 else { return String(decoding: all, as: UTF8.self) }
            all += buffer[..<count]
        }
    }

    /// Runs blocking work on a thread of its own.
    package static func blocking<Value: Sendable>(
        _ work: @escaping @Sendable () -> Value
    ) async -> Value {
        await withCheckedContinuation { continuation in
            Thread { continuation.resume(returning: work()) }.start()
        }
    }
}
