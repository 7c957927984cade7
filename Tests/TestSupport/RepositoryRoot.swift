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

    /// Returns the names of what is in a folder, in order of the alphabet.
    ///
    /// - Parameter folder: Path from the root.
    /// - Returns: Names without the folder's path.
    /// - Throws: Foundation's error, with the path, when it cannot be read.
    package static func names(in folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: "\(path)/\(folder)").sorted()
    }
}
