import Foundation

/// The right to poll one bot: held by one process on a machine at a time.
///
/// Of two pollers with one token each would take the other's messages (Zalo), or push the other out
/// (Telegram).
/// The lock is advisory (`flock`) and goes with the process, however that ends.
package final class PollerLock: Sendable {
    private let descriptor: Int32

    /// Takes the lock of the bot with this id.
    ///
    /// - Parameters:
    ///   - platform: In the file's name, since two platforms may give out the same id.
    ///   - id: The platform's id of the bot; neither it nor the token is in the file's name.
    ///   - folder: Where locks are; it must exist.
    /// - Throws: `StartFailure.anotherPoller` when it is held, `.lockFailed` when the file
    ///   cannot be opened.
    package init(platform: String, botID id: String, folder: String) throws(StartFailure) {
        let path = "\(folder)/\(Self.fileName(platform, botID: id))"
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw .lockFailed(path: path, reason: String(cString: strerror(errno)))
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let code = errno
            close(descriptor)
            guard code == EWOULDBLOCK else {
                throw .lockFailed(path: path, reason: String(cString: strerror(code)))
            }
            throw .anotherPoller(path: path)
        }
        self.descriptor = descriptor
    }

    deinit {
        close(descriptor)
    }

    /// FNV-1a of 64 bits: stable between runs, and no secret goes in.
    private static func fileName(_ platform: String, botID id: String) -> String {
        let hash = id.utf8.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { hash, byte in
            (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
        }
        let digits = String(hash, radix: 16)
        return "\(platform)-\(String(repeating: "0", count: 16 - digits.count))\(digits).lock"
    }
}
