import Configuration
import Foundation
import Messaging
import SystemPackage
import Zalo

/// The accounts of the settings: those that are listed and those of the folder with token files.
extension Settings {
    /// A folder's file that names an account ends like this.
    static let tokenSuffix = ".token"

    /// Whether an account may have this name: it is part of keys, variables and file names.
    static func isAccountName(_ name: String) -> Bool {
        let isLetter = { (byte: UInt8) in
            (0x61...0x7A).contains(byte) || (0x41...0x5A).contains(byte)
                || (0x30...0x39).contains(byte)
        }
        guard (1...64).contains(name.utf8.count), let first = name.utf8.first, isLetter(first)
        else { return false }
        return name.utf8.allSatisfy { isLetter($0) || $0 == 0x2D || $0 == 0x5F }
    }

    /// What is wrong with an account's name.
    static let nameRule =
        "A name has 1 to 64 of a-z A-Z 0-9 - _ and begins with a letter or digit."

    /// Reads all accounts and names every mistake at once.
    mutating func readAccounts(
        _ reader: ConfigReader, _ path: @escaping (String) -> String
    ) throws {
        let listed = reader.stringArray(forKey: "accounts", default: [])
        var problems: [Problem] = []
        func attempt(_ body: () throws -> Void) throws {
            do { try body() } catch let problem as Problem { problems.append(problem) }
        }
        var files: [String: String] = [:]
        try attempt { files = try tokenFiles() }
        let inBoth = listed.filter { files[$0] != nil }
        for name in inBoth {
            problems.append(
                Problem("accounts: '\(name)' is also a file of accounts_folder.", key: "accounts"))
        }
        defaultBase = reader.string(forKey: "base_url")
        let defaults = (
            platform: reader.string(forKey: "platform", default: Platform.zaloBot.rawValue),
            base: defaultBase
        )
        let names = listed + files.keys.sorted().filter { !inBoth.contains($0) }
        for name in names {
            try attempt {
                guard Self.isAccountName(name) else {
                    throw Problem(
                        "\(files[name] ?? "accounts"): '\(name)' is no name for an account. "
                            + Self.nameRule, key: "accounts")
                }
                let keys = AccountKeys(
                    name: name, reader: reader, path: path,
                    folderFile: files[name] ?? credential(of: name, path))
                accounts.append(try Self.account(keys, defaults: defaults))
                for file in [keys.text("token_file").map(path), files[name]] {
                    if let file { watchedFiles.append(file) }
                }
            }
        }
        problems += Self.repeated(names, accounts)
        if let problem = Problem(joining: problems) { throw problem }
        noteOpenFiles()
    }

    /// The token that systemd has given to the daemon under the account's name, if it has.
    private func credential(of name: String, _ path: (String) -> String) -> String? {
        let file = path("\(CredentialFolders.prefix)\(name)\(Self.tokenSuffix)")
        return access(file, R_OK) == 0 ? file : nil
    }

    /// Files of the folder by the account they name.
    private func tokenFiles() throws -> [String: String] {
        guard let folder = accountsFolder else { return [:] }
        let files: [String]
        do {
            files = try FileManager.default.contentsOfDirectory(atPath: folder)
        } catch {
            throw Problem(
                "accounts_folder: cannot read '\(folder)'. Make it, readable by this user alone.",
                key: "accounts_folder")
        }
        let tokens = files.filter { $0.hasSuffix(Self.tokenSuffix) && !$0.hasPrefix(".") }
        return Dictionary(
            uniqueKeysWithValues: tokens.map {
                (String($0.dropLast(Self.tokenSuffix.count)), "\(folder)/\($0)")
            })
    }

    /// Names that are one but for case (variables do not tell them apart), tokens used twice.
    private static func repeated(_ names: [String], _ accounts: [Account]) -> [Problem] {
        var problems: [Problem] = []
        var byName: [String: String] = [:]
        for name in names {
            if let other = byName.updateValue(name, forKey: name.lowercased()) {
                problems.append(
                    Problem(
                        other == name
                            ? "accounts names one account twice: '\(name)'."
                            : "accounts '\(other)' and '\(name)' differ in capitals alone.",
                        key: "accounts"))
            }
        }
        var bySecret: [Secret: String] = [:]
        // Several Official Accounts may have allowed one application.
        for account in accounts where account.connection.platform != .officialAccount {
            for secret in account.connection.secrets {
                guard let other = bySecret.updateValue(account.name, forKey: secret),
                    other != account.name
                else { continue }
                problems.append(
                    Problem(
                        "accounts '\(other)' and '\(account.name)' have the same token: each would "
                            + "take messages away from the other. Remove one.",
                        key: "account.\(account.name)"))
            }
        }
        return problems
    }

    /// Warns of files with tokens that others may read.
    private mutating func noteOpenFiles() {
        for file in watchedFiles
        where FileStamp(file)?.isOpenToOthers == true && !CredentialFolders.holds(file) {
            warnings.append(
                "'\(file)' holds a token and can be read by others. chmod 600 it.")
        }
    }
}

/// What tells whether a file has changed, without reading it.
struct FileStamp: Hashable, Sendable {
    private let changedAt: Date?
    private let size: UInt64
    private let number: UInt64
    private let device: UInt64
    private let mode: Int

    /// Nil when there is no such file.
    init?(_ path: String) {
        // Behind a link is what counts.
        let place = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
        guard let found = try? FileManager.default.attributesOfItem(atPath: place) else {
            return nil
        }
        changedAt = found[.modificationDate] as? Date
        size = (found[.size] as? NSNumber)?.uint64Value ?? 0
        number = (found[.systemFileNumber] as? NSNumber)?.uint64Value ?? 0
        device = (found[.systemNumber] as? NSNumber)?.uint64Value ?? 0
        mode = (found[.posixPermissions] as? NSNumber)?.intValue ?? 0
    }

    /// Whether both were taken of one file, under whatever names.
    func isOfSameFile(as other: FileStamp) -> Bool {
        number == other.number && device == other.device
    }

    var isOpenToOthers: Bool { mode & 0o077 != 0 }

    /// Whether users that are neither the owner nor in the group may read or change it.
    var isOpenToAll: Bool { mode & 0o007 != 0 }
}
