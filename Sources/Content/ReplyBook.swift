import Conversation
import Mustache

/// Every sentence the bot can say, as Mustache templates by key.
package struct ReplyBook: Sendable {
    private let templates: [ReplyKey: MustacheTemplate]

    /// Plain text for chats: nothing is escaped as for a web page.
    private static let pragma = "{{% CONTENT_TYPE:TEXT}}\n"

    init(templates: [ReplyKey: MustacheTemplate]) {
        self.templates = templates
    }

    /// Returns the text of a reply: gaps filled, spaces at line ends cut, blank lines dropped (a
    /// gap that stays empty must not leave a hole on a small screen).
    ///
    /// - Parameter reply: Key and fields.
    /// - Returns: Text of any length; the channel cuts it.
    package func render(_ reply: Reply) -> String {
        // Loading refuses a book in which a key is missing.
        guard let template = templates[reply.key] else { return "" }
        let own = Self.tidy(template.render(Self.object(reply.fields)))
        return ([own] + reply.below.map(render)).joined(separator: "\n\n")
    }

    static func template(_ text: String) throws -> MustacheTemplate {
        try MustacheTemplate(string: pragma + text)
    }

    private static func object(_ fields: ReplyFields) -> [String: Any] {
        fields.compactMapValues { value -> Any? in
            switch value {
            // An empty text is a gap: sections around it must not show.
            case .text(let text): text.isEmpty ? nil : text
            case .flag(let flag): flag
            case .rows(let rows): rows.map(object)
            }
        }
    }

    private static func tidy(_ text: String) -> String {
        // Nearly all short replies are one line with nothing to cut.
        if !text.utf8.contains(UInt8(ascii: "\n")), text.last?.isWhitespace == false { return text }
        return text.split(separator: "\n")
            .map { line in
                var kept = line
                while let last = kept.last, last.isWhitespace { kept.removeLast() }
                return kept
            }
            .filter { !$0.isEmpty }
            .joined(separator: "\n")
    }
}

/// Reads `replies/vi.yaml`: one template a key, all keys there and none that no code uses.
struct ReplyLoader {
    func book(in tree: YAMLTree, _ findings: inout Findings) -> ReplyBook {
        let known = ReplyKey.allCases.map(\.rawValue)
        var templates: [ReplyKey: MustacheTemplate] = [:]
        let replies = tree.mapping(known: ["language", "replies"], &findings)["replies"]
        for entry in replies?.mapping(known: known, &findings) ?? [] {
            guard let key = ReplyKey(rawValue: entry.key), let text = entry.value.text(&findings)
            else { continue }
            do {
                templates[key] = try ReplyBook.template(text)
            } catch {
                findings.error(
                    at: entry.value.place, "mẫu câu '\(entry.key)' viết sai Mustache: \(error)",
                    remedy: "Kiểm tra các dấu {{ }} và {{#…}} {{/…}}")
            }
        }
        for key in ReplyKey.allCases where templates[key] == nil {
            findings.error(
                at: tree.place, "thiếu mẫu câu '\(key.rawValue)'",
                remedy: "Thêm khóa này vào replies")
        }
        return ReplyBook(templates: templates)
    }
}
