/// How people address the bot in a group: `@` and one of its names, put in by the picker.
///
/// There is no entity that marks it: the mention is plain text, usually at the front.
struct Mention {
    /// Longest first, so that "Bot Tùng" does not leave half of "Bot Tùng Ngõ".
    private let names: [[Character]]

    init(of profile: BotProfile) {
        names = [profile.displayName, profile.accountName]
            .compactMap { $0 }
            .map { Array($0.lowercased()) }
            .filter { !$0.isEmpty }
            .sorted { $0.count > $1.count }
    }

    /// Returns `text` without mentions at its front and its end and the blanks around them.
    ///
    /// Case does not count, nor whether letters are composed. A mention in the middle stays: it
    /// is part of a sentence. Text without a mention is returned as it is.
    func removed(from text: String) -> String {
        var rest = Substring(text)
        var isChanged = false
        while let shorter = withoutFront(rest) ?? withoutEnd(rest) {
            rest = shorter
            isChanged = true
        }
        return isChanged ? String(rest) : text
    }

    private func withoutFront(_ text: Substring) -> Substring? {
        let head = text.drop { $0.isWhitespace }
        guard head.first == "@" else { return nil }
        let afterSign = head.dropFirst()
        for name in names {
            let end = afterSign.index(
                afterSign.startIndex, offsetBy: name.count, limitedBy: afterSign.endIndex)
            guard let end, isName(afterSign[..<end], name) else { continue }
            let rest = afterSign[end...]
            if let next = rest.first, next.isLetter || next.isNumber { continue }
            return rest.drop { $0.isWhitespace || $0 == "," || $0 == ":" }
        }
        return nil
    }

    private func withoutEnd(_ text: Substring) -> Substring? {
        guard let last = text.lastIndex(where: { !$0.isWhitespace }) else { return nil }
        let head = text[...last]
        for name in names where head.count > name.count {
            let start = head.index(head.endIndex, offsetBy: -name.count)
            let sign = head.index(before: start)
            guard head[sign] == "@", isName(head[start...], name) else { continue }
            let rest = head[..<sign]
            guard let end = rest.lastIndex(where: { !$0.isWhitespace }) else { return "" }
            return rest[...end]
        }
        return nil
    }

    private func isName(_ piece: Substring, _ name: [Character]) -> Bool {
        piece.lowercased().elementsEqual(name)
    }
}
