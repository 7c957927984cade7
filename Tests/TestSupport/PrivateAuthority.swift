import Foundation

/// An authority of a test's own with one certificate by it, made by `openssl` in a folder that is
/// removed with the last reference.
package final class PrivateAuthority: Sendable {
    /// The program that makes it; nil where it is not installed.
    package static let program = ["/usr/bin", "/usr/local/bin"]
        .map { "\($0)/openssl" }
        .first { FileManager.default.isExecutableFile(atPath: $0) }

    /// What a skipped test says.
    package static let remark = "needs openssl: run deploy/prepare test"

    /// Path of the authority's certificate, to be trusted.
    package let authority: String

    /// Paths of the server's certificate and key.
    package let certificate: String
    package let key: String

    private let folder: String

    /// What went wrong with `openssl`.
    package struct Failure: Error {
        package let arguments: [String]
    }

    /// Makes both.
    ///
    /// - Parameter hosts: Whom the certificate is for, as `IP:127.0.0.1` or `DNS:localhost`.
    /// - Throws: `Failure`, or why the folder cannot be made.
    package init(hosts: String = "IP:127.0.0.1") throws {
        let path = NSTemporaryDirectory() + "authority-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        try Data("subjectAltName=\(hosts)\n".utf8)
            .write(to: URL(fileURLWithPath: "\(path)/extensions.cnf"))
        let elliptic = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
        try Self.run(
            ["req", "-x509"] + elliptic
                + ["-keyout", "\(path)/ca.key", "-out", "\(path)/ca.pem", "-days", "2"]
                + ["-subj", "/CN=Test authority"])
        try Self.run(
            ["req"] + elliptic + ["-keyout", "\(path)/key.pem", "-out", "\(path)/request.pem"]
                + ["-subj", "/CN=Test server"])
        try Self.run(
            ["x509", "-req", "-in", "\(path)/request.pem", "-out", "\(path)/cert.pem"]
                + ["-CA", "\(path)/ca.pem", "-CAkey", "\(path)/ca.key", "-CAcreateserial"]
                + ["-days", "2", "-extfile", "\(path)/extensions.cnf"])
        (folder, authority) = (path, "\(path)/ca.pem")
        (certificate, key) = ("\(path)/cert.pem", "\(path)/key.pem")
    }

    deinit {
        try? FileManager.default.removeItem(atPath: folder)
    }

    private static func run(_ arguments: [String]) throws {
        guard let program else { throw Failure(arguments: arguments) }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Failure(arguments: arguments) }
    }
}
