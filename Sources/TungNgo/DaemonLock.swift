import Foundation
import Messaging
import Storage

/// The right to run the daemon on one database: held by one process at a time.
///
/// The lock is advisory (`flock`) on a file beside the database and goes with the process, however
/// that ends. Two daemons would each deliver what is queued.
final class DaemonLock: Sendable {
    /// Why the lock cannot be had.
    enum Refusal: Error, CustomStringConvertible {
        case held(path: String, by: String)
        case unusable(path: String, reason: String)

        var description: String {
            switch self {
            case .held(let path, let who):
                "another daemon\(who) runs on this database already (it holds '\(path)'). Stop "
                    + "that one first, or give this one a database of its own."
            case .unusable(let path, let reason):
                "the lock '\(path)' cannot be opened: \(reason). Does its folder exist, and may "
                    + "this user write there?"
            }
        }
    }

    private let descriptor: Int32

    /// Takes the lock of a database and writes this process's number into it.
    init(database: String) throws(Refusal) {
        let path = Self.path(of: database)
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw .unusable(path: path, reason: String(cString: strerror(errno)))
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let code = errno
            let owner = Self.number(in: descriptor).map { " (process \($0))" } ?? ""
            close(descriptor)
            guard code == EWOULDBLOCK else {
                throw .unusable(path: path, reason: String(cString: strerror(code)))
            }
            throw .held(path: path, by: owner)
        }
        self.descriptor = descriptor
        giveToOwner(path)
        let line = Array("\(getpid())\n".utf8)
        _ = ftruncate(descriptor, 0)
        _ = pwrite(descriptor, line, line.count, 0)
    }

    deinit {
        close(descriptor)
    }

    /// Whether a daemon runs on a database just now, as far as this user can see.
    static func isHeld(database: String) -> Bool {
        let descriptor = open(path(of: database), O_RDWR | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        return flock(descriptor, LOCK_EX | LOCK_NB) != 0
    }

    private static func path(of database: String) -> String { "\(database).lock" }

    private static func number(in descriptor: Int32) -> Int? {
        var bytes = [UInt8](repeating: 0, count: 32)
        let count = pread(descriptor, &bytes, bytes.count, 0)
        let text = String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
        return Int(text.trimmingCharacters(in: .whitespacesAndNewlines))
    }
}

/// Chooses the folder of the locks that keep two daemons from polling one bot.
///
/// It is the user's and not the database's: two daemons with two databases in two folders must meet
/// in it. Of another user's daemon, or of one with a private `/tmp`, nothing can be known here: for
/// those, `lock_folder` names a folder that both see.
///
/// - Parameter settings: Names the folder, or the database beside which locks are when this user
///   has no other place.
/// - Returns: A folder that exists, unless the settings name one that does not.
func botLockFolder(_ settings: Settings) -> String {
    if let folder = settings.lockFolder { return folder }
    let user = getuid()
    for parent in ["/run/user/\(user)", "/tmp"] {
        let folder = "\(parent)/tungngo-\(user)"
        mkdir(folder, 0o700)
        // Not a link, ours, and closed to others: `/tmp` is everybody's.
        guard let found = try? FileManager.default.attributesOfItem(atPath: folder),
            found[.type] as? FileAttributeType == .typeDirectory,
            (found[.ownerAccountID] as? NSNumber)?.uint32Value == user,
            ((found[.posixPermissions] as? NSNumber)?.intValue ?? 0o777) & 0o077 == 0
        else { continue }
        return folder
    }
    return folder(ofPath: settings.database)
}

/// Allows this process as many open files as its user may have: each poll holds one.
///
/// - Returns: How many that are.
func raiseOpenFiles() -> Int {
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return 1_024 }
    if limit.rlim_cur < limit.rlim_max {
        limit.rlim_cur = limit.rlim_max
        _ = setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    }
    return Int(clamping: limit.rlim_cur)
}
