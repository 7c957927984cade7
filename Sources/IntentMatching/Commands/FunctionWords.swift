import VietText

/// Syllables that are in most sentences whatever they are about: a sentence of nothing but these
/// says too little to let a wildcard take whatever follows.
enum FunctionWords {
    /// Whether a word of a template is one, by its exact marks.
    static func contains(_ word: Syllable) -> Bool {
        marks[word.key]?.contains(word.marks) ?? false
    }

    /// Whether a token may be one that is no preposition of place; marks left out agree.
    static func mayBe(_ token: Token) -> Bool {
        guard let known = marks[token.key], !places.contains(token.key) else { return false }
        return known.contains { token.marks.agrees(with: $0) }
    }

    private static let marks: [UInt64: [Marks]] = {
        let list = """
            ai gì nào sao đâu bao nhiêu mấy khi thế vậy
            có không chưa được phải là bị đã đang sẽ rồi còn cũng vẫn đều chỉ mới lại hay hoặc
            ở trong ngoài trên dưới của cho với từ đến tới về vào ra lên xuống tại bằng để mà thì và
            này kia đó ấy đây đấy cái con những các một tất cả mọi người hiện
            tôi mình bạn anh chị em nó họ ta
            ạ nhé nhỉ à ừ vâng dạ ơi đi biết làm nói nghĩ
            """
        return Dictionary(grouping: Syllable.words(of: list), by: \.key).mapValues {
            $0.map(\.marks)
        }
    }()

    /// Prepositions of place may begin what a wildcard takes: `ở nhà`.
    private static let places = Set(
        Syllable.words(of: "ở trong ngoài trên dưới tại đây").map(\.key))
}
