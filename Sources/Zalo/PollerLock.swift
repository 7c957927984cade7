import Foundation

/// The right to poll one bot: held by one process on a machine at a time.
///
/// Zalo documents nothing on two pollers with one token; they would take each other's messages.
/// The lock is advisory (`flock`) and goes with the process, however that ends.
final class PollerLock: Sendable {
    private let descriptor: Int32

    /// Takes the lock of the bot with this id.
    ///
    /// - Parameters:
    ///   - id: The platform's id of the bot; neither it nor the token is in the file's name.
    ///   - folder: Where locks are; it must exist.
    /// - Throws: `StartFailure.anotherPoller` when it is held, `.lockFailed` when the file
    ///   cannot be opened.
    init(botID id: String, folder: String) throws(StartFailure) {
        let path = "\(folder)/\(Self.fileName(botID: id))"
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
    static func fileName(botID id: String) -> String {
        let hash = id.utf8.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { hash, byte in
            (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
        }
        let digits = String(hash, radix: 16)
        return "zalo-\(String(repeating: "0", count: 16 - digits.count))\(digits).lock"
    }
}
