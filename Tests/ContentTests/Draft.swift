import Content
import Conversation
import Foundation
import VietText

/// A content folder that a test makes up: few files, all right until the test changes one.
struct Draft {
    /// Bytes by path below the folder.
    var files: [String: Data]

    init() {
        files = [:]
        self["vocabulary/rules.yaml"] = "expansion_rules:\n  lam: \"(làm|xin)\"\n"
        self["vocabulary/concepts.yaml"] = "concepts:\n  mat-giay: [\"mất giấy\"]\n"
        self["vocabulary/aspects.yaml"] =
            "aspects:\n  - {key: le-phi, name: \"Phí, lệ phí\", phrases: [\"bao nhiêu tiền\"]}\n"
        self["procedures/ket-hon.yaml"] = Self.procedure
        self["commands/chao.yaml"] =
            "language: vi\nintents:\n  Greeting:\n    data:\n      - sentences: [\"xin chào\"]\n"
        self["replies/vi.yaml"] = Self.replies
    }

    subscript(path: String) -> String? {
        get { files[path].map { String(decoding: $0, as: UTF8.self) } }
        set { files[path] = newValue.map { Data($0.utf8) } }
    }

    /// A procedure with one fact, which stands from line 6 on.
    static let procedure = """
        slug: ket-hon
        name: Đăng ký kết hôn
        aliases: ["<lam> giấy kết hôn"]
        facts:
          fee:
            - value: 0 đồng
              legal: [Luật Hộ tịch]
              source: {name: Cổng DVCQG, url: null, read_on: 2026-06-10}
              confidence: high

        """

    /// Every reply says its key.
    static let replies =
        "language: vi\nreplies:\n"
        + ReplyKey.allCases.map { "  \($0.rawValue): \"\($0.rawValue)\"\n" }.joined()

    /// A campaign with one unit; the units file stands beside it.
    static let campaign = """
        name: Chiến dịch thử
        days: {from: 2026-06-01, to: 2026-08-31}
        indicators:
          - {key: ho, name: Số hộ, unit: hộ, kind: count}

        """
    static let units = "id,name,level,parent,aliases\nxa,xã Thử,commune,,\nap,ấp Thử,village,xa,\n"

    /// Does something with the files in a folder that is removed afterwards.
    func inFolder<Result>(_ body: (String) throws -> Result) throws -> Result {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("tungngo-draft-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        for (path, bytes) in files {
            let file = folder.appendingPathComponent(path)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try bytes.write(to: file)
        }
        return try body(folder.path)
    }

    func load() throws -> LoadedContent {
        try inFolder { try LoadedContent.load(folder: $0, today: Self.today) }
    }

    /// What `load` refuses, in its order; empty when it loads.
    func mistakes() throws -> [Mistake] {
        do {
            _ = try load()
            return []
        } catch let refused as ContentRefused {
            return refused.mistakes
        }
    }

    static let today = CivilDay(iso: "2026-08-14") ?? CivilDay(epochMilliseconds: 0)
}
