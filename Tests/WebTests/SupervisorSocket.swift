import Foundation

/// The socket of a supervisor such as systemd, which a test reads.
final class SupervisorSocket: Sendable {
    /// What `NOTIFY_SOCKET` would hold.
    let name: String

    private let descriptor: Int32

    struct Failure: Error {
        let code: Int32
    }

    /// Binds a datagram socket: a file, or a name in the kernel's own space.
    init(isAbstract: Bool) throws {
        let id = UUID().uuidString
        let path = isAbstract ? "@tungngo-\(id)" : NSTemporaryDirectory() + "tungngo-\(id)"
        descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        name = path
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        var bytes = Array(path.utf8)
        if isAbstract { bytes[0] = 0 }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        let length = socklen_t(MemoryLayout<sa_family_t>.size + bytes.count)
        let descriptor = descriptor
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                bind(descriptor, pointer, length)
            }
        }
        guard result == 0 else { throw Failure(code: errno) }
    }

    deinit {
        close(descriptor)
        if name.first == "/" { unlink(name) }
    }

    /// Waits for one datagram on a thread of its own.
    func next() async -> String {
        await withCheckedContinuation { continuation in
            Thread { continuation.resume(returning: self.read(flags: 0)) }.start()
        }
    }

    /// What has come and was not read yet.
    func rest() -> [String] {
        var all: [String] = []
        while true {
            let text = read(flags: Int32(MSG_DONTWAIT))
            if text.isEmpty { return all }
            all.append(text)
        }
    }

    private func read(flags: Int32) -> String {
        var buffer = [UInt8](repeating: 0, count: 4_096)
        let count = recv(descriptor, &buffer, buffer.count, flags)
        return count > 0 ? String(decoding: buffer[..<count], as: UTF8.self) : ""
    }
}
