import VietText

/// Which of several offered things a person names, by number or by words of its name.
struct ChoiceReading {
    /// What is offered, in the order of the list.
    let names: [String]

    /// Words of a message beyond which it is more than a choice.
    private static let wordsMax = 8

    /// Returns the place of the one name that the text means, counted from 0; nil when it fits none
    /// or several.
    ///
    /// Words that all names share tell nothing; of the others half must be in the name meant, and
    /// none in a name only that is not.
    func place(namedBy text: String) -> Int? {
        let said = Self.words(text).filter { !Self.fillers.contains($0.key) }
        guard !said.isEmpty, said.count <= Self.wordsMax else { return nil }
        let names = names.map(Self.words)
        let holders = said.map { word in
            names.indices.filter { index in
                names[index].contains {
                    $0.key == word.key && word.marks.agrees(with: $0.marks)
                }
            }
        }
        let telling = holders.filter { !$0.isEmpty && $0.count < names.count }
        guard !telling.isEmpty, holders.count(where: \.isEmpty) * 2 <= said.count else {
            return nil
        }
        let fitting = names.indices.filter { index in
            telling.allSatisfy { $0.contains(index) }
        }
        return fitting.count == 1 ? fitting.first : nil
    }

    private static func words(_ text: String) -> [Syllable] { Syllable.words(of: text) }

    /// Words around a choice that say nothing about it.
    private static let fillers = Set(
        Syllable.words(
            of: "dạ ạ em tôi mình con cháu anh chị cái là cho ơi nhé nha thủ tục hỏi về ý "
                + "còn thế vậy rồi thì sao hả"
        ).map(\.key))
}
