import CurlHTTP
import Foundation

/// A server on 127.0.0.1 that does to each request what the test's script says.
///
/// It speaks just enough HTTP/1.1 to tell requests apart; every connection has a thread.
package final class LoopbackServer: Sendable {
    /// Why no server could be started: errno of the call that failed.
    package struct Failure: Error {
        package let code: Int32
    }

    /// The port that the system chose.
    package let port: UInt16

    private let listener: Int32
    private let shared: Shared

    /// Listens, and answers by `script`, which runs on the connection's thread.
    package init(script: @escaping @Sendable (Request) -> [Step]) throws(Failure) {
        (listener, port) = try Self.listening(backlog: 256)
        shared = Shared(script: script)
        let (listener, shared) = (listener, shared)
        Thread { shared.accept(on: listener) }.start()
    }

    deinit {
        stop()
    }

    /// Scheme, host and port.
    package var base: String { "http://127.0.0.1:\(port)" }

    /// Connections taken so far.
    package var connectionsAccepted: Int { shared.state.withLock { $0.connections } }

    /// Requests read so far, in the order in which they were complete.
    package var requests: [Request] { shared.state.withLock { $0.requests } }

    /// Returns when so many requests have been read.
    package func waitForRequests(_ count: Int) async {
        await withCheckedContinuation { continuation in
            let isThere = shared.state.withLock { state in
                if state.requests.count >= count { return true }
                state.waiters.append((count, continuation))
                return false
            }
            if isThere { continuation.resume() }
        }
    }

    /// Ends the listening and every connection; may be called again.
    package func stop() {
        let isFirst = shared.state.withLock { state in
            defer { state.isStopped = true }
            for descriptor in state.open { shutdown(descriptor, Int32(SHUT_RDWR)) }
            return !state.isStopped
        }
        if isFirst { shutdown(listener, Int32(SHUT_RDWR)) }
    }

    /// Returns a socket that listens on 127.0.0.1, and its port.
    package static func listening(backlog: Int32) throws(Failure) -> (Int32, UInt16) {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw Failure(code: errno) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let result = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                bind(descriptor, pointer, length) == 0 && listen(descriptor, backlog) == 0
                    && getsockname(descriptor, pointer, &length) == 0
            }
        }
        guard result else {
            let code = errno
            close(descriptor)
            throw Failure(code: code)
        }
        return (descriptor, UInt16(bigEndian: address.sin_port))
    }
}

extension LoopbackServer {
    /// What the threads share.
    fileprivate final class Shared: Sendable {
        struct State {
            var connections = 0
            var open: Set<Int32> = []
            var requests: [Request] = []
            var waiters: [(Int, CheckedContinuation<Void, Never>)] = []
            var isStopped = false
        }

        let state = LockedValue(State())
        private let script: @Sendable (Request) -> [Step]

        init(script: @escaping @Sendable (Request) -> [Step]) {
            self.script = script
        }

        /// Takes connections until the listener is shut down, and closes it then.
        func accept(on listener: Int32) {
            while true {
                let descriptor = Foundation.accept(listener, nil, nil)
                guard descriptor >= 0 else {
                    if errno == EINTR || errno == ECONNABORTED { continue }
                    break
                }
                _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
                let connection = state.withLock { state in
                    guard !state.isStopped else { return 0 }
                    state.connections += 1
                    state.open.insert(descriptor)
                    return state.connections
                }
                guard connection > 0 else {
                    close(descriptor)
                    break
                }
                let thread = Thread { self.serve(descriptor, connection) }
                thread.stackSize = 256 * 1_024
                thread.start()
            }
            close(listener)
        }

        private func serve(_ descriptor: Int32, _ connection: Int) {
            var reader = RequestReader(descriptor: descriptor, connection: connection)
            while let request = reader.next() {
                guard perform(script(keep(request)), on: descriptor) else { break }
            }
            state.withLock { state in
                state.open.remove(descriptor)
                close(descriptor)
            }
        }

        /// Returns the request with its number.
        private func keep(_ request: Request) -> Request {
            var request = request
            let ready = state.withLock { state in
                let count = state.requests.count + 1
                request.number = count
                state.requests.append(request)
                let ready = state.waiters.filter { $0.0 <= count }
                state.waiters.removeAll { $0.0 <= count }
                return ready
            }
            for (_, continuation) in ready { continuation.resume() }
            return request
        }

        /// Returns whether the connection is to be used on.
        private func perform(_ steps: [Step], on descriptor: Int32) -> Bool {
            for step in steps {
                switch step {
                case .bytes(let bytes):
                    guard write(bytes, to: descriptor) else { return false }
                case .stall:
                    var byte: UInt8 = 0
                    while recv(descriptor, &byte, 1, 0) > 0 {}
                    return false
                case .close:
                    return false
                case .reset:
                    var option = linger(l_onoff: 1, l_linger: 0)
                    let size = socklen_t(MemoryLayout<linger>.size)
                    setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &option, size)
                    return false
                }
            }
            return true
        }

        private func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
            var rest = bytes[...]
            while !rest.isEmpty {
                let count = rest.withUnsafeBytes { buffer in
                    send(descriptor, buffer.baseAddress, buffer.count, Int32(MSG_NOSIGNAL))
                }
                guard count > 0 else { return false }
                rest = rest.dropFirst(count)
            }
            return true
        }
    }
}
