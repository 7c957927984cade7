import Foundation
import Glibc
import Messaging
import Storage
import Zalo

/// The file that holds what each call to a bot's webhook must carry.
struct WebhookSecretFile {
    let path: String

    /// Bytes of a fresh secret before they are written as text.
    static let freshBytes = 32

    var isThere: Bool { FileManager.default.fileExists(atPath: path) }

    /// Reads the secret of an account.
    ///
    /// - Throws: `Settings.Problem` with what to do.
    func read(of account: String) throws(Settings.Problem) -> Secret {
        let key = "account.\(account).webhook_secret_file"
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
            throw Settings.Problem(
                "\(key): cannot read '\(path)'. 'tungngo webhook set \(account)' "
                    + "makes it; run that as the user that runs the daemon.")
        }
        let secret = Secret(text)
        guard BotWebhook.takes(secret) else {
            throw Settings.Problem(
                "\(key): '\(path)' must hold 8 to 256 letters, digits or signs and "
                    + "nothing else. Remove it, and 'tungngo webhook set \(account)' makes a new "
                    + "one.")
        }
        return secret
    }

    /// Makes the file with a fresh secret, for this user alone; never writes over one.
    ///
    /// - Throws: `Settings.Problem` with what to do.
    func make(for account: String) throws(Settings.Problem) -> Secret {
        var generator = SystemRandomNumberGenerator()
        let bytes = (0..<Self.freshBytes).map { _ in UInt8.random(in: 0 ... .max, using: &generator)
        }
        let secret = bytes.map { byte in
            (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }.joined()
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw problem(account) }
        let line = Array((secret + "\n").utf8)
        let isWritten = Glibc.write(descriptor, line, line.count) == line.count
        let isKept = isWritten && fsync(descriptor) == 0
        let code = errno
        close(descriptor)
        guard isKept else {
            unlink(path)
            errno = code
            throw problem(account)
        }
        giveToOwner(path)
        return Secret(secret)
    }

    private func problem(_ account: String) -> Settings.Problem {
        Settings.Problem(
            "account.\(account).webhook_secret_file: cannot make '\(path)': "
                + "\(String(cString: strerror(errno))). Check its folder.")
    }
}
