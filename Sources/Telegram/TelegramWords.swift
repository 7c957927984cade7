import Wire

/// The words of a message and what its entities say about them.
///
/// Entities count in UTF-16 units. One that lies outside of the text is passed over.
struct TelegramWords {
    private let units: [UInt16]
    private let text: String
    private let mentions: [Range<Int>]

    /// Whether the words begin with `!` or `/` and are not for another bot by name.
    let isCommand: Bool

    init(text: String, entities: JSON?, profile: TelegramProfile) {
        self.text = text
        let first = text.first { !$0.isWhitespace }
        var isCommand = first == "!" || first == "/"
        guard let entities = entities?.elements, !entities.isEmpty else {
            units = []
            mentions = []
            self.isCommand = isCommand
            return
        }
        let units = Array(text.utf16)
        var mentions: [Range<Int>] = []
        for entity in entities {
            guard let range = Self.range(of: entity, in: units.count) else { continue }
            let words = String(decoding: units[range], as: UTF16.self)
            switch entity["type"]?.string {
            case "mention" where profile.username.map { words.lowercased() == "@\($0)" } == true:
                mentions.append(range)
            case "text_mention" where entity["user"]?["id"]?.whole == profile.id:
                mentions.append(range)
            case "bot_command":
                guard let at = units[range].firstIndex(of: UInt16(UInt8(ascii: "@"))) else { break }
                let name = String(decoding: units[(at + 1)..<range.upperBound], as: UTF16.self)
                if name.lowercased() == profile.username {
                    mentions.append(at..<range.upperBound)
                } else if first == "/", units[..<range.lowerBound].allSatisfy(Self.isBlank) {
                    isCommand = false
                }
            default: break
            }
        }
        self.units = units
        self.mentions = mentions.sorted { $0.lowerBound < $1.lowerBound }
        self.isCommand = isCommand
    }

    /// Whether the bot is named.
    var namesUs: Bool { !mentions.isEmpty }

    /// The text without the names of the bot and the blanks that they leave; as it is without any.
    var withoutMention: String {
        guard !mentions.isEmpty else { return text }
        var rest: [UInt16] = []
        var index = 0
        for mention in mentions where mention.lowerBound >= index {
            rest += units[index..<mention.lowerBound]
            index = mention.upperBound
            let isFront = rest.allSatisfy(Self.isBlank)
            while index < units.count, Self.isMark(units[index], atFront: isFront) { index += 1 }
            let isBetween = rest.last.map { !Self.isBlank($0) } ?? false
            if isBetween, index > mention.upperBound, index < units.count,
                !Self.isBlank(units[index])
            {
                rest.append(0x20)
            }
        }
        rest += units[index...]
        while let last = rest.last, Self.isBlank(last) { rest.removeLast() }
        return String(decoding: rest.drop(while: Self.isBlank), as: UTF16.self)
    }

    private static func range(of entity: JSON, in count: Int) -> Range<Int>? {
        guard let offset = entity["offset"]?.whole, let length = entity["length"]?.whole,
            offset >= 0, length > 0, offset < count, length <= Int64(count) - offset
        else { return nil }
        return Int(offset)..<Int(offset + length)
    }

    private static func isBlank(_ unit: UInt16) -> Bool { [0x20, 0x09, 0x0A, 0x0D].contains(unit) }

    /// What goes with a name: blanks, and the comma or colon after it; line breaks at the front alone.
    private static func isMark(_ unit: UInt16, atFront: Bool) -> Bool {
        unit == 0x20 || unit == UInt16(UInt8(ascii: ",")) || unit == UInt16(UInt8(ascii: ":"))
            || (atFront && isBlank(unit))
    }
}
