import Campaign
import Testing
import VietText

/// Tables broken in every way: never a trap, and never a number in another unit's report.
@Suite struct ReadUnitsFuzzTests {
    private static let units = [
        ("dak-son-1", "Đắk Son 1"), ("dak-son-2", "DS2"), ("cay-da", "Cây Da"),
        ("thac-dai", "thôn Thác Dài"), ("dak-son-1", "ds1"), ("thac-dai", "thac dai"),
    ]
    private static let columns = ["hộ", "tk dvc", "vneid", "cks", "loa"]
    private static let separators = [" | ", "\t", "; ", "   ", ", ", "/", ": "]

    @Test(arguments: 0..<20)
    func aBrokenTableMovesNoNumber(_ seed: UInt64) throws {
        var dice = Dice(seed: seed)
        for _ in 0..<60 {
            var text = Self.table(&dice)
            for _ in 0..<dice.next(4) { text = Self.broken(text, &dice) }
            try check(text)
        }
    }

    private func check(_ text: String) throws {
        let reader = try UnitsRow.reader()
        let reading = reader.readUnits(
            text, sentOn: CampaignFixture.day("2022-07-20"), senderUnit: UnitID(rawValue: "phu-van")
        )
        let bytes = Array(text.utf8)
        for row in reading?.rows ?? [] {
            for doubt in row.doubts {
                #expect(doubt.span?.upperBound ?? 0 <= bytes.count, "\(text)")
            }
            for value in row.values {
                try #require(value.span.upperBound <= bytes.count, "\(text)")
                let typed = String(decoding: bytes[value.span], as: UTF8.self)
                if !typed.contains(where: \.isLetter) {
                    let number = typed.split(separator: "/").first.flatMap {
                        Quantity(vietnamese: $0)
                    }
                    #expect(number == value.amount.value, "\(typed) of \(text)")
                }
                guard row.action == .report, let unit = row.unit else { continue }
                #expect(
                    Self.names(unit, in: Self.line(of: value.span, in: bytes)),
                    "\(typed) of \(unit) in \(text)")
            }
        }
    }

    /// Whether a line names a unit, or next to nothing before its first number: then it goes on
    /// with the unit above.
    private static func names(_ unit: UnitID, in line: String) -> Bool {
        let typed = letters(line)
        let own =
            units.filter { $0.0 == unit.rawValue }.map { letters($0.1) } + [
                letters(unit.rawValue)
            ]
        return own.contains { typed.contains($0) }
            || !units.contains { typed.contains(letters($0.1)) }
                && line.prefix { !$0.isNumber }.count { $0.isLetter } < 4
    }

    private static func letters(_ text: String) -> String {
        folded(text).filter { $0.isLetter || $0.isNumber }
    }

    private static func line(of span: Range<Int>, in bytes: [UInt8]) -> String {
        let newline = UInt8(ascii: "\n")
        let start = bytes[..<span.lowerBound].lastIndex(of: newline).map { $0 + 1 } ?? 0
        let end = bytes[span.upperBound...].firstIndex(of: newline) ?? bytes.count
        return String(decoding: bytes[start..<end], as: UTF8.self)
    }

    // MARK: - Tables

    private static func table(_ dice: inout Dice) -> String {
        let count = 1 + dice.next(4)
        let names = columns.prefix(count)
        let separator = separators[dice.next(separators.count - 1)]
        let isNamed = dice.next(3) == 0
        var lines: [String] = dice.next(2) == 0 ? ["Báo cáo ngày 19/7"] : []
        if !isNamed { lines.append((["Thôn"] + names).joined(separator: separator)) }
        for _ in 0..<2 + dice.next(4) {
            let unit = units[dice.next(units.count)].1
            let cells = names.map { name in
                dice.next(7) == 0
                    ? "-" : "\(dice.next(40))" + (isNamed ? " \(name)" : "")
            }
            lines.append(([unit] + cells).joined(separator: separator))
        }
        if dice.next(4) == 0 {
            lines.append(
                (["Tổng"] + names.map { _ in "\(dice.next(99))" }).joined(separator: separator))
        }
        return lines.joined(separator: "\n")
    }

    private static func broken(_ text: String, _ dice: inout Dice) -> String {
        var characters = Array(text)
        guard !characters.isEmpty else { return text }
        let place = dice.next(characters.count)
        switch dice.next(6) {
        case 0: characters.remove(at: place)
        case 1: characters.insert(contentsOf: separators[dice.next(separators.count)], at: place)
        case 2: characters[place] = Array("0123456789-/|,;:()ấ🔥 \tx").randomElement(&dice)
        case 3: characters.swapAt(place, dice.next(characters.count))
        case 4: characters.removeSubrange(place..<min(place + 1 + dice.next(8), characters.count))
        default:
            var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
            lines.swapAt(dice.next(lines.count), dice.next(lines.count))
            return lines.joined(separator: "\n")
        }
        return String(characters)
    }
}

extension Array {
    fileprivate func randomElement(_ dice: inout Dice) -> Element { self[dice.next(count)] }
}
