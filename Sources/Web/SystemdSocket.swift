import Glibc

/// The socket on which systemd hears how a service fares: `sd_notify` without its library.
///
/// Source: sd_notify(3) of systemd 252.
package struct SystemdSocket: Sendable {
    private let path: String

    /// The socket that `NOTIFY_SOCKET` names; nil when the program runs under no such supervisor.
    ///
    /// - Parameter path: A path from the root, or `@` and a name in the kernel's own space.
    package init?(path: String?) {
        guard let path, path.first == "/" || path.first == "@", path.utf8.count > 1,
            path.utf8.count < Self.pathBytesMax
        else { return nil }
        self.path = path
    }

    private static let pathBytesMax = MemoryLayout.size(ofValue: sockaddr_un().sun_path)

    /// Sends lines such as `READY=1`; never waits.
    ///
    /// - Returns: Whether the supervisor's socket took them.
    @discardableResult
    package func send(_ lines: String...) -> Bool {
        let kind = Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        let descriptor = socket(AF_UNIX, kind, 0)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        var (address, length) = address
        let text = Array(lines.joined(separator: "\n").utf8)
        let flags = Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT)
        let sent = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                sendto(descriptor, text, text.count, flags, pointer, length)
            }
        }
        return sent == text.count
    }

    /// The address and its length, which for a name in the kernel's space ends with the name: what
    /// follows would be part of it.
    private var address: (sockaddr_un, socklen_t) {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        var bytes = Array(path.utf8)
        if bytes[0] == UInt8(ascii: "@") { bytes[0] = 0 }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        let offset = MemoryLayout<sockaddr_un>.offset(of: \.sun_path) ?? 2
        return (address, socklen_t(offset + bytes.count))
    }
}
