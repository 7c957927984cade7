import Campaign
import Conversation
import IntentMatching
import Procedures
import VietText

/// `intents/` as the daemon uses it: checked, compiled, ready to answer.
package struct LoadedContent: Sendable {
    package let knowledge: Knowledge
    package let replies: ReplyBook

    /// What is worth a look; the content is usable all the same.
    package let warnings: [Mistake]

    /// Reads a folder of the shape that `intents/README.md` describes.
    ///
    /// - Parameters:
    ///   - folder: Path of the folder.
    ///   - today: The day from which sample campaigns count their days.
    ///   - office: Whom the bot speaks for.
    ///   - isTried: Whether its own test sentences and all its answers are tried too, which takes
    ///     seconds: for content that goes live with nobody looking on.
    /// - Returns: The content.
    /// - Throws: `ContentRefused` with every mistake found, when there is at least one error.
    package static func load(
        folder: String, today: CivilDay, office: Office = Office(), isTried: Bool = false
    ) throws(ContentRefused) -> LoadedContent {
        var findings = Findings()
        let files = ContentFolder(reading: folder, &findings)
        let content = read(files, today: today, office: office, &findings)
        if isTried, let content, !findings.hasErrors {
            AnswerCheck(content: content, folder: files).run(from: today, &findings)
            _ = SentenceTests(knowledge: content.knowledge).run(files, &findings)
        }
        guard let content, !findings.hasErrors else { throw ContentRefused(findings.mistakes) }
        return LoadedContent(
            knowledge: content.knowledge, replies: content.replies,
            warnings: findings.mistakes.sorted())
    }

    /// The files that `load` reads, as paths below the folder, in order.
    package static func files(in folder: String) -> [String] {
        ContentFolder.paths(below: folder)
    }

    /// Reads the files; nil when so much is wrong that nothing can be compiled.
    static func read(
        _ folder: ContentFolder, today: CivilDay, office: Office, _ findings: inout Findings
    ) -> LoadedContent? {
        checkFolders(folder, &findings)
        let office = OfficeLoader(deployment: office).office(folder, &findings)
        var vocabulary = VocabularyLoader()
        vocabulary.load(trees(folder.files(in: "vocabulary"), &findings), &findings)
        let procedures = procedures(folder, vocabulary, &findings)
        let campaigns = campaigns(folder, today: today, &findings)
        let commands = commands(folder, &findings)
        let book = replies(folder, &findings)
        var source = vocabulary.vocabulary
        source.subjects = procedures.map(\.subject)
        let matcher = CommandMatcher(
            commands, politeWords: source.politeWords,
            shortForms: source.shortForms.map { ($0.typed, $0.meanings) })
        let questions = QuestionMatcher(source)
        // What the matcher misses has been found above, with its line; the rest is told as it is.
        for mistake in questions.mistakes where !findings.hasErrors {
            findings.error(
                at: Place(file: "vocabulary", line: 0), mistake,
                remedy: "Tìm cụm từ này trong intents và sửa")
        }
        for refusal in matcher.refusals {
            findings.error(
                at: Place(file: refusal.location.file, line: refusal.location.line ?? 0),
                refusal.what, remedy: refusal.remedy)
        }
        let catalogue = CatalogueLoader(vocabulary: source).catalogue(folder, &findings)
        guard let book else { return nil }
        return LoadedContent(
            knowledge: Knowledge(
                questions: questions, commands: matcher,
                procedures: Dictionary(
                    procedures.map { ($0.procedure.slug, $0.procedure) }, uniquingKeysWith: { $1 }),
                aspects: source.aspects.map { AspectName(key: $0.key, name: $0.name) },
                campaigns: campaigns.map(CampaignKnowledge.init), office: office,
                catalogue: catalogue,
                watched: WatchedWords(
                    safety: vocabulary.safety, oldWords: vocabulary.oldWords)),
            replies: book, warnings: [])
    }

    /// Folders of `intents/`, each with its reader.
    private static let folders = [
        "vocabulary", "commands", "procedures", "catalogue", "replies", "campaigns", "tests",
    ]

    /// A file where nobody looks for it is not read, and its author should know.
    private static func checkFolders(_ folder: ContentFolder, _ findings: inout Findings) {
        var told = Set<Substring>()
        for file in folder.files where file.path != OfficeLoader.path {
            let parts = file.path.split(separator: "/")
            let name = parts[0]
            guard !folders.contains(String(name)), told.insert(name).inserted else { continue }
            findings.warning(
                at: Place(file: file.path, line: 0), "không ai đọc tệp ở chỗ này",
                remedy: parts.count == 1
                    ? "Chuyển vào một thư mục con: \(folders.joined(separator: ", "))"
                    : remedy(forUnknown: String(name), in: folders))
        }
        for file in folder.files(in: "campaigns", endings: ["csv"]) {
            let parts = file.path.split(separator: "/")
            guard parts.count == 3, folder.file("campaigns/\(parts[1])/campaign.yaml") == nil else {
                continue
            }
            findings.error(
                at: Place(file: file.path, line: 0), "thiếu campaign.yaml bên cạnh",
                remedy: "Thêm campaign.yaml hoặc xóa thư mục này")
        }
    }

    private static func trees(
        _ files: [ContentFolder.File], _ findings: inout Findings
    ) -> [YAMLTree] {
        files.compactMap { parseYAML($0.text, file: $0.path, &findings) }
    }

    private static func procedures(
        _ folder: ContentFolder, _ vocabulary: VocabularyLoader, _ findings: inout Findings
    ) -> [ProcedureLoader.Loaded] {
        let loader = ProcedureLoader(vocabulary: vocabulary)
        var loaded: [ProcedureLoader.Loaded] = []
        for file in folder.files(in: "procedures") {
            guard let tree = parseYAML(file.text, file: file.path, &findings) else { continue }
            let name = file.path.split(separator: "/").last?.split(separator: ".").first ?? ""
            loaded.append(loader.procedure(fileName: String(name), tree, &findings))
        }
        checkAcross(loaded, &findings)
        return loaded
    }

    /// Mistakes that only show when all procedures are seen together.
    private static func checkAcross(
        _ loaded: [ProcedureLoader.Loaded], _ findings: inout Findings
    ) {
        let slugs = loaded.map(\.procedure.slug)
        var names: [String: String] = [:]
        for one in loaded {
            if let other = names.updateValue(one.procedure.slug, forKey: one.procedure.name) {
                findings.error(
                    at: one.place, "trùng tên với thủ tục '\(other)'",
                    remedy: "Đổi một trong hai tên")
            }
            for member in one.subject.family?.members ?? [] where !slugs.contains(member) {
                findings.error(
                    at: one.place, "family nói đến '\(member)', không có thủ tục này",
                    remedy: remedy(forUnknown: member, in: slugs))
            }
        }
    }

    private static func campaigns(
        _ folder: ContentFolder, today: CivilDay, _ findings: inout Findings
    ) -> [Campaign] {
        let loader = CampaignLoader(today: today)
        return folder.files(in: "campaigns").compactMap { file in
            let parts = file.path.split(separator: "/")
            guard parts.count == 3, parts[2] == "campaign.yaml",
                let tree = parseYAML(file.text, file: file.path, &findings)
            else { return nil }
            return loader.campaign(
                slug: String(parts[1]), tree: tree,
                units: folder.file("campaigns/\(parts[1])/units.csv"), &findings)
        }
    }

    private static func commands(
        _ folder: ContentFolder, _ findings: inout Findings
    ) -> CommandSource {
        var source = CommandSource()
        for tree in trees(folder.files(in: "commands"), &findings) {
            source.merge(CommandLoader().source(in: tree, &findings))
        }
        return source
    }

    private static func replies(
        _ folder: ContentFolder, _ findings: inout Findings
    ) -> ReplyBook? {
        guard let file = folder.file("replies/vi.yaml") else {
            findings.error(
                at: Place(file: "replies/vi.yaml", line: 0), "thiếu tệp này",
                remedy: "Bot không có câu nào để nói; chép lại tệp từ bản gốc")
            return nil
        }
        guard let tree = parseYAML(file.text, file: file.path, &findings) else { return nil }
        return ReplyLoader().book(in: tree, &findings)
    }
}
