import Foundation

/// The files of one folder, read once: path below the folder, and text.
struct ContentFolder {
    struct File: Hashable {
        /// Path below the folder, with `/`.
        let path: String
        let text: String
    }

    let root: String
    let files: [File]

    /// Bytes of one file at the most; a larger one is no content file of ours.
    static let fileBytesMax = 8 << 20

    /// Reads every `.yaml`, `.yml`, `.json`, `.csv` and `.tsv` file below `root`, in the order of
    /// their paths; what cannot be read becomes a mistake.
    init(reading root: String, _ findings: inout Findings) {
        self.root = root
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
        let wanted: Set<String> = ["yaml", "yml", "json", "csv", "tsv"]
        let paths =
            (FileManager.default.enumerator(atPath: root)?.compactMap { $0 as? String } ?? [])
            .filter { wanted.contains(($0 as NSString).pathExtension) }
            .sorted()
        var files: [File] = []
        for path in paths {
            let url = URL(fileURLWithPath: root).appendingPathComponent(path)
            guard let bytes = try? Data(contentsOf: url) else {
                findings.error(
                    at: Place(file: path, line: 0), "không mở được tệp",
                    remedy: "Kiểm tra quyền đọc tệp")
                continue
            }
            guard bytes.count <= Self.fileBytesMax, let text = String(data: bytes, encoding: .utf8)
            else {
                findings.error(
                    at: Place(file: path, line: 1), "tệp quá lớn hoặc không phải UTF-8",
                    remedy: "Lưu lại tệp với bảng mã UTF-8, tối đa 8 MB")
                continue
            }
            files.append(File(path: path, text: text))
        }
        self.files = files
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
