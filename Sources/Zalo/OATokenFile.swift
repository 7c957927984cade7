import Foundation
import Messaging

/// The file that holds an Official Account's pair of tokens.
///
/// It is never changed in place: a new one is written beside it, brought to the disk, and renamed
/// over it, so that whoever reads finds the old pair or the new one, whole. It is readable by its
/// owner alone.
package struct OATokenFile: Hashable, Sendable {
    package let path: String

    /// - Parameter path: Where the file is, or is to be; its folder must exist.
    package init(path: String) {
        self.path = path
    }

    /// Why the file cannot be used, worded for an admin.
    package enum Problem: Error, Hashable, Sendable {
        case missing(path: String)
        case unreadable(path: String, reason: String)
        case openToOthers(path: String)
        case notPair(path: String)
        case unwritable(path: String, reason: String)
        /// Another process is renewing the tokens.
        case inUse(path: String)
    }

    /// What the file holds, in JSON.
    private struct Body: Codable {
        var accessToken: String?
        var refreshToken: String?
        var expiresAt: Int64?

        enum CodingKeys: String, CodingKey {
            case accessToken = "access_token"
            case refreshToken = "refresh_token"
            case expiresAt = "expires_at"
        }

        init(_ pair: OATokenPair) {
            accessToken = pair.access.revealed
            refreshToken = pair.refresh.revealed
            expiresAt = pair.accessEndsAt?.milliseconds
        }

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            accessToken = container.text(.accessToken)
            refreshToken = container.text(.refreshToken)
            expiresAt = container.whole(.expiresAt)
        }
    }

    /// Returns the pair in the file.
    package func read() throws(Problem) -> OATokenPair {
        var status = stat()
        guard stat(path, &status) == 0 else {
            if errno == ENOENT { throw .missing(path: path) }
            throw .unreadable(path: path, reason: Self.reason())
        }
        guard status.st_mode & 0o077 == 0 else { throw .openToOthers(path: path) }
        guard let data = FileManager.default.contents(atPath: path) else {
            throw .unreadable(path: path, reason: "it cannot be opened")
        }
        guard data.count <= 64 * 1_024,
            let body = WireJSON.value(Body.self, in: Array(data)),
            let refresh = body.refreshToken.map({ Secret($0) }), !refresh.isEmpty
        else { throw .notPair(path: path) }
        return OATokenPair(
            access: Secret(body.accessToken ?? ""), refresh: refresh,
            accessEndsAt: body.expiresAt.map { Timestamp(milliseconds: $0) })
    }

    /// Puts a pair in the place of the one that is there, whole or not at all.
    ///
    /// When this returns, the pair is on the disk and survives a power cut.
    package func write(_ pair: OATokenPair) throws(Problem) {
        let temporary = try writeBeside(pair)
        guard rename(temporary, path) == 0 else {
            let reason = Self.reason()
            unlink(temporary)
            throw .unwritable(path: path, reason: reason)
        }
        // The name is on the disk only when its folder is.
        let folder = open(self.folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { throw .unwritable(path: path, reason: Self.reason()) }
        defer { close(folder) }
        guard fsync(folder) == 0 else { throw .unwritable(path: path, reason: Self.reason()) }
    }

    /// Tries whether a pair could be written now: a full disk must show before a refresh token is
    /// spent, not after.
    package func checkWritable(for pair: OATokenPair) throws(Problem) {
        unlink(try writeBeside(pair))
    }

    /// The right to renew the tokens of this file: one process on a machine has it at a time.
    ///
    /// Advisory (`flock`), on a file beside it, and gone with the process, however that ends.
    package final class Lock: Sendable {
        private let descriptor: Int32

        fileprivate init(descriptor: Int32) {
            self.descriptor = descriptor
        }

        deinit {
            close(descriptor)
        }
    }

    /// Takes the lock.
    ///
    /// - Throws: `Problem.inUse` when another process, or another channel of this one, holds it.
    package func lock() throws(Problem) -> Lock {
        let path = "\(self.path).lock"
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .unwritable(path: path, reason: Self.reason()) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let code = errno
            close(descriptor)
            guard code == EWOULDBLOCK else {
                throw .unwritable(path: path, reason: String(cString: strerror(code)))
            }
            throw .inUse(path: path)
        }
        return Lock(descriptor: descriptor)
    }

    private var folder: String {
        let folder = (path as NSString).deletingLastPathComponent
        return folder.isEmpty ? "." : folder
    }

    /// Writes the pair to a file beside this one, brings it to the disk, and returns its path.
    private func writeBeside(_ pair: OATokenPair) throws(Problem) -> String {
        // Strings and a number: encoding them cannot fail.
        let bytes = ((try? WireJSON.bytes(Body(pair))) ?? []) + Array("\n".utf8)
        let temporary = "\(path).new"
        // What a crash left there is of no use: only the holder of the lock writes here.
        unlink(temporary)
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .unwritable(path: path, reason: Self.reason()) }
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                Foundation.write(descriptor, $0.baseAddress, $0.count)
            }
            guard count > 0 else { break }
            rest = rest.dropFirst(count)
        }
        let reason = rest.isEmpty && fsync(descriptor) == 0 ? nil : Self.reason()
        close(descriptor)
        if let reason {
            unlink(temporary)
            throw .unwritable(path: path, reason: reason)
        }
        return temporary
    }

    private static func reason() -> String { String(cString: strerror(errno)) }
}

extension OATokenFile.Problem: CustomStringConvertible {
    package var description: String {
        switch self {
        case .missing(let path):
            "there is no token file '\(path)'. \(Self.format)"
        case .unreadable(let path, let reason):
            "the token file '\(path)' cannot be read: \(reason)."
        case .openToOthers(let path):
            "others may read the token file '\(path)'. Run: chmod 600 '\(path)'"
        case .notPair(let path):
            "the token file '\(path)' holds no pair of tokens. \(Self.format)"
        case .unwritable(let path, let reason):
            "the token file '\(path)' cannot be written: \(reason). Is there room, and may this "
                + "user write in its folder?"
        case .inUse(let path):
            "another process renews these tokens just now (it holds '\(path)')."
        }
    }

    /// How the first pair gets there.
    private static let format =
        "Run 'tungngo oa authorize', or write the pair that the API Explorer of developers.zalo.me "
        + #"gives for the Official Account there, as {"access_token":"…","refresh_token":"…"}, "#
        + "readable and writable by this user alone (chmod 600)."
}
