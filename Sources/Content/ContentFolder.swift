import Foundation

/// The files of one folder, read once: path below the folder, and text.
struct ContentFolder {
    struct File: Hashable {
        /// Path below the folder, with `/`.
        let path: String
        let text: String
    }

    let files: [File]

    /// Bytes of one file at the most; a larger one is no content file of ours.
    static let fileBytesMax = 8 << 20

    private static let endings: Set<String> = ["yaml", "yml", "json", "csv", "tsv"]

    /// Reads every `.yaml`, `.yml`, `.json`, `.csv` and `.tsv` file below `root`, in the order of
    /// their paths; what cannot be read becomes a mistake.
    ///
    /// Hidden files and folders are passed over: editors and version control leave them behind.
    init(reading root: String, _ findings: inout Findings) {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: root, isDirectory: &isFolder),
            isFolder.boolValue
        else {
            findings.error(
                at: Place(file: root, line: 0), "không có thư mục này",
                remedy: "Chỉ đúng thư mục intents")
            files = []
            return
        }
        let folder = URL(fileURLWithPath: root).resolvingSymlinksInPath()
        files = Self.paths(below: root)
            .compactMap { path in
                Self.text(at: folder.appendingPathComponent(path), named: path, &findings)
                    .map { File(path: path, text: $0) }
            }
    }

    /// The files that are read, as paths below `root`, in order; none when there is no such folder.
    static func paths(below root: String) -> [String] {
        // An enumerator does not enter a root that is itself a link, as deployments like to have.
        let folder = URL(fileURLWithPath: root).resolvingSymlinksInPath()
        let below = FileManager.default.enumerator(atPath: folder.path)
        return (below?.compactMap { $0 as? String } ?? [])
            .filter { path in
                endings.contains((path as NSString).pathExtension)
                    && !path.split(separator: "/").contains { $0.hasPrefix(".") }
            }
            .sorted()
    }

    /// Returns the text of one file without its byte order mark; nil after adding to `findings`
    /// why it cannot be read.
    static func text(at url: URL, named path: String, _ findings: inout Findings) -> String? {
        let size = try? url.resourceValues(forKeys: [.fileSizeKey]).fileSize
        if let size, size > fileBytesMax {
            findings.error(
                at: Place(file: path, line: 0), "tệp quá lớn",
                remedy: "Tách tệp, mỗi tệp tối đa \(fileBytesMax >> 20) MB")
            return nil
        }
        guard let bytes = try? Data(contentsOf: url) else {
            findings.error(
                at: Place(file: path, line: 0), "không mở được tệp",
                remedy: "Kiểm tra đường dẫn và quyền đọc tệp")
            return nil
        }
        guard var text = String(data: bytes, encoding: .utf8) else {
            findings.error(
                at: Place(file: path, line: firstBrokenLine(of: bytes)),
                "dòng này không phải UTF-8",
                remedy: "Lưu lại tệp với bảng mã UTF-8")
            return nil
        }
        if text.unicodeScalars.first == "\u{FEFF}" { text.unicodeScalars.removeFirst() }
        return text
    }

    private static func firstBrokenLine(of bytes: Data) -> Int {
        let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        let broken = lines.firstIndex { String(data: $0, encoding: .utf8) == nil }
        return (broken ?? 0) + 1
    }

    /// The files in one subfolder with one of the endings, in the order of their names.
    func files(in subfolder: String, endings: [String] = ["yaml", "yml"]) -> [File] {
        files.filter { file in
            file.path.hasPrefix(subfolder + "/")
                && endings.contains((file.path as NSString).pathExtension)
        }
    }

    func file(_ path: String) -> File? {
        files.first { $0.path == path }
    }
}
