import VietText

extension ReportUnits {
    /// What a column of a table holds.
    enum Column: Equatable {
        /// Numbers of an indicator, perhaps running totals.
        case indicator(Int, isTotal: Bool)
        /// The whole of ratios.
        case whole([Int])
        /// The unit, by its name or by what follows `ấp`.
        case unit(kind: String)
        /// `STT`.
        case order
        /// Difficulties, or remarks that are not read.
        case note(isBlocker: Bool)
        /// Words that no indicator is called, or several.
        case unknown(ReportDoubt.Reason, Range<Int>)
    }

    /// A line that names the columns of those below it.
    struct Header {
        let line: Range<Int>
        let separator: Separator
        let columns: [Column]

        /// Whether a column is a running total beside the day's figure of the same indicator.
        func isRemark(_ column: Column) -> Bool {
            guard case .indicator(let index, isTotal: true) = column else { return false }
            return columns.contains(.indicator(index, isTotal: false))
        }

        /// The columns that hold neither the unit nor the number of the row.
        var values: [Column] {
            columns.filter { column in
                switch column {
                case .unit, .order: false
                default: true
                }
            }
        }
    }

    /// What stands between two cells.
    enum Separator: CaseIterable {
        case pipe
        case tab
        case semicolon
        case spaces
        case comma
        case slash
        case space
    }

    /// The rows below a header, until a line that is none; nil when the message is no table.
    func table() -> Split? {
        let lines = Self.lines(of: text.bytes)
        guard lines.count > 2 else { return nil }
        var split = Split()
        var header: Header?
        var heads: [Range<Int>] = []
        var above: [Range<Int>] = []
        for (index, line) in lines.enumerated() {
            let next = index + 1 < lines.count ? lines[index + 1] : nil
            if isRule(line) { continue }
            if let found = self.header(line), header != nil || next != nil {
                header = found
                heads = above
                continue
            }
            guard let current = header else {
                above.append(line)
                continue
            }
            guard let part = row(line, under: current, after: heads, isLast: next == nil) else {
                guard readsOutside(line, into: &split) else { return nil }
                continue
            }
            split.parts.append(part)
            split.doubts += doubts(of: current, in: part, known: split.doubts)
        }
        let rows = split.parts.filter { $0.head != .total }
        let isKnown = rows.contains { if case .unit = $0.head { true } else { false } }
        guard rows.count > 1, isKnown, rows.contains(where: \.hasNumbers) else { return nil }
        if let first = heads.first {
            let excerpt = ReportExcerpt(heads, of: text.bytes)
            let told = part(.total, name: first, of: excerpt, own: 0..<0)
            split.parts += [totalBefore([told])].compactMap { $0 }
        }
        return split
    }

    /// The bytes of every line that is not blank.
    private static func lines(of bytes: [UInt8]) -> [Range<Int>] {
        var result: [Range<Int>] = []
        var start = 0
        for end in 0...bytes.count where end == bytes.count || bytes[end] == UInt8(ascii: "\n") {
            let isBlank = bytes[start..<end].allSatisfy { $0 == 0x20 || $0 == 0x0D || $0 == 0x09 }
            if !isBlank { result.append(start..<end) }
            start = end + 1
        }
        return result
    }

    /// `|---|---|`.
    private func isRule(_ line: Range<Int>) -> Bool {
        text.bytes[line].allSatisfy { "|-:+= \t\r_".utf8.contains($0) }
    }

    /// A line below the header that is no row: a difficulty of all, a remark; false for one with
    /// numbers, which a table does not explain.
    private func readsOutside(_ line: Range<Int>, into split: inout Split) -> Bool {
        let inside = tokens(in: line)
        let cue = scan.cues.first {
            $0.cue == .blocker && $0.tokens.lowerBound == inside.lowerBound
        }
        if cue != nil {
            let told = ReportBlocker(scan: scan).announced()
            if told?.tokens.lowerBound == inside.lowerBound { split.blocker = told?.words }
            return true
        }
        return !inside.contains { index in
            text.tokens[index].flags.contains(.hasDigit) && scan.uses[index] != .day
        }
    }

    /// What is unknown about the columns in which a row has something.
    private func doubts(of header: Header, in part: Part, known: [ReportDoubt]) -> [ReportDoubt] {
        header.columns.compactMap { column in
            guard case .unknown(let reason, let span) = column else { return nil }
            let doubt = ReportDoubt(reason, span: span)
            return known.contains(doubt) || !part.numbers.contains(where: { $0.span == span })
                ? nil : doubt
        }
    }

    // MARK: - Cells

    /// The tokens that lie in a range of bytes.
    func tokens(in bytes: Range<Int>) -> Range<Int> {
        let first =
            text.tokens.firstIndex { Int($0.start) >= bytes.lowerBound } ?? text.tokens.count
        var end = first
        while end < text.tokens.count, Int(text.tokens[end].end) <= bytes.upperBound { end += 1 }
        return first..<end
    }

    /// The cells of a line, without spaces around them; nil when the separator is not in it.
    func cells(of line: Range<Int>, by separator: Separator) -> [Range<Int>]? {
        var cuts: [Range<Int>] = []
        var index = line.lowerBound
        while index < line.upperBound {
            let width = separatorWidth(at: index, in: line, separator)
            if width > 0 { cuts.append(index..<index + width) }
            index += max(width, 1)
        }
        guard !cuts.isEmpty else { return nil }
        var result: [Range<Int>] = []
        var start = line.lowerBound
        for cut in cuts {
            result.append(trimmed(start..<cut.lowerBound))
            start = cut.upperBound
        }
        result.append(trimmed(start..<line.upperBound))
        if separator == .pipe || separator == .spaces {
            // `| ấp 1 | 5 |`: the borders are no cells.
            if result.first?.isEmpty == true, startsWith(line, separator) { result.removeFirst() }
            if result.last?.isEmpty == true { result.removeLast() }
        }
        return result
    }

    private func startsWith(_ line: Range<Int>, _ separator: Separator) -> Bool {
        let inside = trimmed(line)
        return separator == .spaces || text.bytes[inside].first == UInt8(ascii: "|")
    }

    private func separatorWidth(at index: Int, in line: Range<Int>, _ separator: Separator) -> Int {
        let bytes = text.bytes
        func isByte(_ place: Int, _ character: Unicode.Scalar) -> Bool {
            line.contains(place) && bytes[place] == UInt8(ascii: character)
        }
        switch separator {
        case .pipe: return isByte(index, "|") ? 1 : 0
        case .tab: return isByte(index, "\t") ? 1 : 0
        case .semicolon: return isByte(index, ";") ? 1 : 0
        case .comma:
            // `78,33` is one number.
            let isDecimal = index > line.lowerBound && isDigit(index - 1) && isDigit(index + 1)
            return isByte(index, ",") && !isDecimal ? 1 : 0
        case .slash: return isByte(index, "/") ? 1 : 0
        case .space, .spaces:
            var end = index
            while isByte(end, " ") { end += 1 }
            return end - index >= (separator == .spaces ? 2 : 1) ? end - index : 0
        }
    }

    private func isDigit(_ index: Int) -> Bool {
        text.bytes.indices.contains(index) && (0x30...0x39).contains(text.bytes[index])
    }

    func trimmed(_ range: Range<Int>) -> Range<Int> {
        var (start, end) = (range.lowerBound, range.upperBound)
        let blanks: [UInt8] = [0x20, 0x09, 0x0D]
        while start < end, blanks.contains(text.bytes[start]) { start += 1 }
        while end > start, blanks.contains(text.bytes[end - 1]) { end -= 1 }
        return start..<end
    }

    // MARK: - Headers

    /// The columns that a line names; nil when it is no header.
    func header(_ line: Range<Int>) -> Header? {
        for separator in Separator.allCases {
            if separator == .space {
                guard let columns = runningColumns(trimmed(line)) else { continue }
                return Header(line: line, separator: .space, columns: columns)
            }
            guard let cells = cells(of: line, by: separator), cells.count > 1 else { continue }
            var columns: [Column] = []
            for (index, cell) in cells.enumerated() {
                guard let column = column(cell, isFirst: index == 0) else { return nil }
                columns.append(column)
            }
            return isHeader(columns)
                ? Header(line: line, separator: separator, columns: columns) : nil
        }
        return nil
    }

    /// Whether the unit stands first, behind the number of the row at most, and something is
    /// counted.
    private func isHeader(_ columns: [Column]) -> Bool {
        let units = columns.indices.filter { if case .unit = columns[$0] { true } else { false } }
        let orders = columns.indices.filter { columns[$0] == .order }
        let counted = columns.contains { column in
            switch column {
            case .indicator, .whole: true
            default: false
            }
        }
        guard counted, units.count < 2, orders.count < 2, orders.first ?? 0 == 0 else {
            return false
        }
        return units.first.map { $0 == orders.count } ?? true
    }

    /// What a cell of a header says; nil when it holds a number, so that the line is no header.
    private func column(_ cell: Range<Int>, isFirst: Bool) -> Column? {
        let range = tokens(in: cell)
        if range.isEmpty { return isFirst ? .unit(kind: "") : .note(isBlocker: false) }
        if Self.orders.contains(where: { $0.agrees(text.tokens[range.lowerBound]) }),
            range.count < 3
        {
            return .order
        }
        var found: [ReportName] = []
        var isTotal = false
        var isCovered = true
        var index = range.lowerBound
        while index < range.upperBound {
            let matches = names.trie.longest(in: text.tokens, at: index, before: range.upperBound)
            if let match = matches.first(where: { $0.label != .ignored }) {
                found += matches.map(\.label)
                index = match.tokens.upperBound
                continue
            }
            if text.tokens[index].flags.contains(.hasDigit) { return nil }
            let cue = scan.cues.first { $0.tokens.lowerBound == index }
            if let cue, [.cumulative, .daily, .blocker, .blockerList].contains(cue.cue) {
                if cue.cue == .blocker { return .note(isBlocker: true) }
                isTotal = isTotal || cue.cue == .cumulative
                index = cue.tokens.upperBound
                continue
            }
            let isFiller = ReportWords.fillers.contains(scan.key(index)) || scan.isInBrackets[index]
            if !isFiller { isCovered = false }
            index += 1
        }
        return column(found, isTotal: isTotal, isCovered: isCovered, range, cell)
    }

    private func column(
        _ found: [ReportName], isTotal: Bool, isCovered: Bool, _ range: Range<Int>,
        _ cell: Range<Int>
    ) -> Column? {
        var indicators: Set<Int> = []
        var wholes: [Int] = []
        for name in found {
            switch name {
            case .indicator(let index): indicators.insert(index)
            case .denominator(let indexes): wholes += indexes
            case .unit: return nil
            case .ignored: return .note(isBlocker: false)
            }
        }
        if isCovered, indicators.count == 1, let only = indicators.first {
            return .indicator(only, isTotal: isTotal)
        }
        if isCovered, indicators.isEmpty, !wholes.isEmpty { return .whole(wholes) }
        guard indicators.isEmpty else { return .unknown(.severalIndicators, cell) }
        if let kind = unitKind(range) { return .unit(kind: kind) }
        let measures = names.measured(in: text, at: range.lowerBound)
        if !measures.isEmpty, measures.allSatisfy({ $0.tokens == range }) {
            let own = Set(measures.filter(\.label.isUnit).map(\.label.indicator))
            if own.count == 1, let only = own.first { return .indicator(only, isTotal: isTotal) }
            return .unknown(.severalIndicators, cell)
        }
        if Self.remarks.contains(where: { $0.agrees(text.tokens[range.lowerBound]) }) {
            return .note(isBlocker: false)
        }
        return .unknown(.noIndicator, cell)
    }

    /// The kind of units that a cell names (`Thôn`, `Tên ấp`, `Đơn vị`); nil when it names none.
    private func unitKind(_ range: Range<Int>) -> String? {
        var kind: String?
        for index in range {
            guard let word = Self.unitWords.first(where: { $0.word.agrees(text.tokens[index]) })
            else {
                return nil
            }
            if kind == nil || kind == "" { kind = word.kind }
        }
        return kind
    }

    private static let unitWords: [(word: MarkedWord, kind: String)] = [
        ("thôn", "thôn"), ("ấp", "ấp"), ("xã", "xã"), ("phường", "phường"), ("khu", "khu phố"),
        ("phố", "khu phố"), ("kp", "khu phố"), ("tổ", ""), ("đơn", ""), ("vị", ""), ("địa", ""),
        ("bàn", ""), ("tên", ""), ("bản", "bản"), ("buôn", "buôn"), ("xóm", "xóm"),
        ("làng", "làng"),
        ("huyện", "huyện"), ("sóc", "sóc"), ("cnscđ", ""), ("đv", ""),
    ].map { (MarkedWord($0.0), $0.1) }
    private static let orders = ["stt", "tt", "số thứ tự"].map(MarkedWord.init)
    private static let remarks = ["ghi", "ghichú", "chú", "note", "gc"].map(MarkedWord.init)

    /// The columns of a line of names with nothing but spaces between them: `Thôn hộ tk dvc vneid`.
    private func runningColumns(_ line: Range<Int>) -> [Column]? {
        let range = tokens(in: line)
        var columns: [Column] = []
        var index = range.lowerBound
        while index < range.upperBound {
            guard index == range.lowerBound || scan.isJoined(index) else { return nil }
            let matches = names.trie.longest(in: text.tokens, at: index, before: range.upperBound)
            if let match = matches.first {
                switch match.label {
                case .indicator(let indicator):
                    columns.append(.indicator(indicator, isTotal: false))
                case .denominator(let indexes): columns.append(.whole(indexes))
                case .unit, .ignored: return nil
                }
                index = match.tokens.upperBound
            } else if columns.isEmpty, unitKind(index..<index + 1) != nil {
                index += 1
            } else {
                return nil
            }
        }
        guard columns.count > 1 else { return nil }
        let kind = unitKind(range.lowerBound..<range.lowerBound + 1)
        return kind.map { [.unit(kind: $0)] + columns } ?? columns
    }
}
