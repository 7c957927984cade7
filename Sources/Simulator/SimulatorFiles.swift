import Foundation
import Hummingbird
import HummingbirdCore
import HummingbirdTLS

/// A file or folder that the simulator was given and cannot use, for a person to mend.
package struct SimulatorFileUnusable: Error, CustomStringConvertible, Sendable {
    package let description: String
}

/// HTTP/1.1, over TLS where a certificate is given.
func simulatorServer(_ options: SimulatorOptions) throws -> HTTPServerBuilder {
    let plain = HTTPServerBuilder.http1(
        configuration: .init(additionalChannelHandlers: [ConnectionWatch()]))
    guard let tls = options.tls else { return plain }
    let chain: [NIOSSLCertificate]
    let key: NIOSSLPrivateKey
    do {
        chain = try NIOSSLCertificate.fromPEMFile(tls.certificate)
    } catch {
        throw SimulatorFileUnusable(
            description: "'\(tls.certificate)' holds no certificate that can be read (\(error)). "
                + "Give a PEM file with the server's certificate first, then those above it.")
    }
    do {
        key = try NIOSSLPrivateKey(file: tls.key, format: .pem)
    } catch {
        throw SimulatorFileUnusable(
            description: "'\(tls.key)' holds no private key that can be read (\(error)). "
                + "Give the PEM file of the certificate's key, without a password.")
    }
    let configuration = TLSConfiguration.makeServerConfiguration(
        certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key))
    do {
        // The builder reads the files when the server starts: try them now.
        _ = try TLSChannel(HTTP1Channel { _, _, _ in }, tlsConfiguration: configuration)
        return try .tls(plain, tlsConfiguration: configuration)
    } catch {
        throw SimulatorFileUnusable(
            description: "'\(tls.certificate)' and '\(tls.key)' do not work together (\(error)). "
                + "Is it the key of this certificate?")
    }
}

/// Writes one file for each bot, readable by its owner alone, as a daemon reads them.
func writeTokens(of bots: [SimulatedBot], to folder: String) throws {
    for (number, bot) in bots.enumerated() {
        let path = "\(folder)/bot-\(number + 1).token"
        guard
            FileManager.default.createFile(
                atPath: path, contents: Data(bot.token.utf8),
                attributes: [.posixPermissions: 0o600])
        else {
            throw SimulatorFileUnusable(
                description: "cannot write '\(path)'. Does the folder exist, and may this user "
                    + "write there?")
        }
    }
}

/// Lets this process hold as many connections as the system allows at all.
///
/// - Returns: How many files and connections may be open.
@discardableResult
package func raiseFileLimit() -> Int {
    var limit = rlimit()
    let files = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
    guard getrlimit(files, &limit) == 0 else { return 0 }
    limit.rlim_cur = limit.rlim_max
    _ = setrlimit(files, &limit)
    return Int(clamping: limit.rlim_cur)
}
