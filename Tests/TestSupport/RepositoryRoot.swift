import Foundation

/// Where the checkout of this repository is, for tests that read its files.
package enum RepositoryRoot {
    /// Absolute path, without a slash at the end.
    package static let path: String = {
        var url = URL(fileURLWithPath: #filePath)
        for _ in 1...3 { url.deleteLastPathComponent() }
        return url.path
    }()

    /// Returns the bytes of a file.
    ///
    /// - Parameter file: Path from the root.
    /// - Returns: All of it.
    /// - Throws: Foundation's error, with the path, when it cannot be read.
    package static func bytes(of file: String) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(fileURLWithPath: "\(path)/\(file)")))
    }
}
