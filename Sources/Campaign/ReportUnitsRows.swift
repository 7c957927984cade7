import VietText

extension ReportUnits {
    /// A row of a table cut into its unit and its values.
    private struct Row {
        let head: Head
        let name: Range<Int>
        /// One cell a column; nil where the row cannot be laid beside the header.
        let values: [Range<Int>]?
        let rest: Range<Int>
    }

    /// Reads one row; nil when the line is none.
    func row(
        _ line: Range<Int>, under header: Header, after above: [Range<Int>], isLast: Bool
    ) -> Part? {
        guard let row = cut(line, under: header, isLast: isLast) else { return nil }
        let excerpt = ReportExcerpt(above + [row.rest], of: text.bytes)
        let own = ReportScan(excerpt.text, names: names, campaign: campaign, sentOn: sentOn)
        let judge = ReportJudge(
            scan: own, names: names, campaign: campaign, sentOn: sentOn, sender: sender)
        let (unit, unitDoubts) = resolved(row.head, row.name)
        // A ratio in a row is no day.
        let context = ReportExcerpt(above, of: text.bytes).text
        let place = ReportPlace(
            scan: ReportScan(context, names: names, campaign: campaign, sentOn: sentOn),
            campaign: campaign, sentOn: sentOn)
        guard let values = row.values else {
            // The numbers cannot be told apart: none of them is taken.
            var reading = ReportReading(
                .askBack, unit: unit, day: place.day(outside: nil).day)
            reading.doubts = unitDoubts + [ReportDoubt(.noIndicator, span: trimmed(row.rest))]
            return Part(head: row.head, name: row.name, reading: reading)
        }
        var cells = TableCells(names: names, scan: own, excerpt: excerpt)
        for (column, cell) in zip(header.values, values) where !header.isRemark(column) {
            cells.read(cell, column)
        }
        guard !cells.isOther else { return nil }
        let draft = ReportDraft(cells.bound, scan: own, campaign: campaign)
        var reading = judge.reading(of: draft, for: unit, day: place)
        reading.values = reading.values.filter { value in
            own.isValueOf(cells.bound, value.span)
        }.map { cells.withTotals($0, campaign) }
        reading = reading.moved(from: excerpt)
        reading.blocker = cells.blocker.map(text.words)
        reading.doubts += cells.doubts
        if !cells.doubts.isEmpty { reading.action = .askBack }
        if reading.values.isEmpty,
            reading.doubts.isEmpty || cells.bound.isEmpty && cells.doubts.isEmpty
        {
            reading.action = .none
            reading.doubts = []
        } else if !unitDoubts.isEmpty {
            reading.action = .askBack
            reading.doubts = unitDoubts + reading.doubts
        }
        var part = Part(head: row.head, name: row.name, reading: reading)
        part.isSilent = !part.hasNumbers
        part.numbers = cells.filled.map { ($0, .zero) }
        return part
    }

    // MARK: - Cutting

    private func cut(_ line: Range<Int>, under header: Header, isLast: Bool) -> Row? {
        if header.separator == .space || header.separator == .slash || header.separator == .comma {
            return cutByName(line, under: header)
        }
        guard var cells = cells(of: line, by: header.separator) else {
            return cutByName(line, under: header)
        }
        let count = header.values.count
        let hasOrder = header.columns.first == .order || cells.count == count + 2
        if hasOrder, cells.count > 1, isOrder(cells[0]) { cells.removeFirst() }
        guard let first = cells.first else { return nil }
        if cells.count <= count, let named = cutByName(line, under: header), named.values != nil {
            return named
        }
        var values = Array(cells.dropFirst())
        guard let head = head(of: first, under: header) else { return nil }
        if header.separator == .tab, isLast {
            // The message was cut behind its last figure.
            while values.count < count { values.append(line.upperBound..<line.upperBound) }
        }
        let rest = first.upperBound..<line.upperBound
        guard hasFigure(rest) || values.count == count else { return nil }
        return Row(
            head: head, name: first, values: values.count == count ? values : nil, rest: rest)
    }

    private func isOrder(_ cell: Range<Int>) -> Bool {
        let inside = tokens(in: cell)
        return inside.allSatisfy { text.tokens[$0].flags.isDisjoint(with: .hasLetter) }
            && inside.count < 2
    }

    /// Cuts a row whose unit has no cell of its own: `ấp 1: 12, 5, 0`.
    private func cutByName(_ line: Range<Int>, under header: Header) -> Row? {
        let inside = tokens(in: line)
        var start = inside.lowerBound
        while start < inside.upperBound, scan.uses[start] == .other,
            scan.isLineHead(start) || start > inside.lowerBound
        {
            start += 1
        }
        guard start < inside.upperBound else { return nil }
        var head = Head.unknown
        var end = start
        if let (ids, last) = unit(at: start, before: inside.upperBound) {
            head = .unit(nearest(ids))
            end = last
        } else {
            while end < inside.upperBound, !text.tokens[end].flags.contains(.hasDigit) { end += 1 }
            guard start < end, end < inside.upperBound else { return nil }
            let opening = Int(text.tokens[start].start)..<Int(text.tokens[end - 1].end)
            guard let found = self.head(of: opening, under: header) else { return nil }
            head = found
        }
        let name = text.bytes(of: start..<end)
        var rest = trimmed(name.upperBound..<line.upperBound)
        if let mark = text.bytes[rest].first, ":,;|".utf8.contains(mark) {
            rest = trimmed(rest.lowerBound + 1..<rest.upperBound)
        }
        guard hasFigure(rest) else { return nil }
        let separator: Separator = header.separator == .spaces ? .space : header.separator
        var values = cells(of: rest, by: separator) ?? [rest]
        if values.count != header.values.count, let other = cells(of: rest, by: .space) {
            values = other.map { withoutMark($0) }
        }
        return Row(
            head: head, name: name, values: values.count == header.values.count ? values : nil,
            rest: rest)
    }

    /// A cell without the comma behind it.
    private func withoutMark(_ cell: Range<Int>) -> Range<Int> {
        guard let last = text.bytes[cell].last, ",;".utf8.contains(last) else { return cell }
        return cell.lowerBound..<cell.upperBound - 1
    }

    private func hasFigure(_ range: Range<Int>) -> Bool {
        tokens(in: range).contains {
            text.tokens[$0].flags.contains(.hasDigit) || NumberSpan.isWord(text.tokens[$0])
        } || text.bytes[range].contains(UInt8(ascii: "-"))
    }

    /// The units that a name at a token may mean, and where it ends.
    private func unit(at start: Int, before limit: Int) -> ([UnitID], Int)? {
        var first = start
        while first < limit {
            let matches = names.trie.longest(in: text.tokens, at: first, before: limit)
            for match in matches {
                if case .unit(let ids) = match.label { return (ids, match.tokens.upperBound) }
            }
            guard first - start < 3, ReportWords.fillers.contains(scan.key(first)) else {
                return nil
            }
            first += 1
        }
        return nil
    }

    /// What the first cell of a row names; nil when it names nothing.
    private func head(of cell: Range<Int>, under header: Header) -> Head? {
        let inside = tokens(in: cell)
        guard let first = inside.first else { return nil }
        if let (ids, end) = unit(at: first, before: inside.upperBound), end == inside.upperBound {
            return .unit(nearest(ids))
        }
        if Self.sums.contains(where: { $0.agrees(text.tokens[first]) }) { return .total }
        // `1` below `Ấp`.
        for case .unit(let kind) in header.columns where !kind.isEmpty {
            let words = ReportText(kind + " " + text.words(in: cell))
            let matches = names.trie.longest(
                in: words.tokens, at: 0, before: words.tokens.count)
            for match in matches where match.tokens.count == words.tokens.count {
                if case .unit(let ids) = match.label { return .unit(nearest(ids)) }
            }
        }
        return .unknown
    }

    static let sums = ["tổng", "cộng", "tc", "toàn", "cả"].map(MarkedWord.init)
}

extension ReportScan {
    /// Whether a value stands in a cell, and not in the words above the table.
    fileprivate func isValueOf(_ bound: [BoundNumber], _ span: Range<Int>) -> Bool {
        bound.contains { $0.number.bytes == span }
    }
}

/// The cells of one row, tied to the columns that they stand in.
private struct TableCells {
    let names: ReportNames
    let scan: ReportScan
    let excerpt: ReportExcerpt
    var bound: [BoundNumber] = []
    var doubts: [ReportDoubt] = []
    var blocker: Range<Int>?

    /// Places of unknown columns that hold something.
    var filled: [Range<Int>] = []

    /// Whether a cell names another indicator than its column, so that the line is no row.
    var isOther = false
    private var totals: [Range<Int>] = []

    init(names: ReportNames, scan: ReportScan, excerpt: ReportExcerpt) {
        self.names = names
        self.scan = scan
        self.excerpt = excerpt
    }

    /// Takes in one cell, given by its bytes in the whole text.
    mutating func read(_ cell: Range<Int>, _ column: ReportUnits.Column) {
        guard let place = excerpt.place(of: cell) else { return }
        let first =
            scan.text.tokens.firstIndex { Int($0.start) >= place.lowerBound }
            ?? scan.text.tokens.count
        var end = first
        while end < scan.text.tokens.count, Int(scan.text.tokens[end].end) <= place.upperBound {
            end += 1
        }
        guard first < end, !isBlank(first..<end) else { return }
        var number = BoundNumber(
            number: NumberSpan(
                kind: .cardinal, flags: [], value: 0, second: nil, tokens: first..<end,
                bytes: place))
        switch column {
        case .note(let isBlocker):
            let says = !(first..<end).allSatisfy { ReportWords.zeroWords.contains(scan.key($0)) }
            if isBlocker, says { blocker = cell }
            return
        case .unknown(_, let span):
            filled.append(span)
            return
        case .unit, .order: return
        case .indicator(let index, let isTotal):
            number.indicator = index
            guard let span = self.number(in: first..<end, of: index) else {
                doubts.append(ReportDoubt(.noIndicator, span: cell))
                return
            }
            if isTotal { totals.append(span.bytes) }
            bound.append(BoundNumber(number: span, indicator: index))
        case .whole(let indexes):
            guard let span = self.number(in: first..<end, of: nil) else {
                doubts.append(ReportDoubt(.noIndicator, span: cell))
                return
            }
            bound.append(BoundNumber(number: span, wholeOf: indexes))
        }
    }

    /// A value of a column of running totals.
    func withTotals(_ value: ReportValue, _ campaign: Campaign) -> ReportValue {
        guard totals.contains(value.span) else { return value }
        let amount = Amount(.set, value.amount.value, of: value.amount.denominator)
        return ReportValue(indicator: value.indicator, amount: amount, span: value.span)
    }

    /// `chưa`, `x`, `trống`: no figure.
    private func isBlank(_ range: Range<Int>) -> Bool {
        range.allSatisfy { index in
            Self.blanks.contains { $0.agrees(scan.text.tokens[index]) }
        }
    }

    private static let blanks = ["chưa", "có", "x", "trống", "na", "báo", "số", "liệu"].map(
        MarkedWord.init)

    /// The one number of a cell, alone or with the measure or name of its column.
    private mutating func number(in range: Range<Int>, of indicator: Int?) -> NumberSpan? {
        // Alone, so that `12/5/3` is no date.
        let place = scan.text.bytes(of: range)
        let start = signStart(before: place.lowerBound)
        let text = scan.text.words(in: start..<place.upperBound)
        let tokens = ReportText(text).tokens
        if range.count == 1, ReportWords.zeroWords.contains(scan.key(range.lowerBound)) {
            return NumberSpan(
                kind: .cardinal, flags: .inWords, value: 0, second: nil, tokens: range,
                bytes: scan.text.bytes(of: range))
        }
        guard
            var span = tokens.indices.lazy.compactMap({
                VietText.number(in: text, tokens: tokens, at: $0)
            }).first
        else { return nil }
        span.tokens =
            span.tokens.lowerBound + range.lowerBound..<span.tokens.upperBound + range.lowerBound
        span.bytes = span.bytes.lowerBound + start..<span.bytes.upperBound + start
        for index in range where !span.tokens.contains(index) {
            let others = names.trie.longest(
                in: scan.text.tokens, at: index, before: range.upperBound)
            let isOwn = others.contains { $0.label == indicator.map { .indicator($0) } }
            let measures = names.measures(in: scan.text, at: index)
            let isMeasure = measures.contains { $0.indicator == indicator }
            if !others.isEmpty, !isOwn, !isMeasure, others.contains(where: isIndicator) {
                isOther = true
            }
            let isFiller = ReportWords.fillers.contains(scan.key(index))
            guard isOwn || isMeasure || isFiller || !others.isEmpty else { return nil }
            if scan.text.tokens[index].flags.contains(.hasDigit), !isOwn { return nil }
        }
        return span
    }

    /// Where a sign before a number stands: `-5`, `~30`.
    private func signStart(before index: Int) -> Int {
        let isSigned = index > 0 && "-~>".utf8.contains(scan.text.bytes[index - 1])
        return isSigned ? index - 1 : index
    }

    private func isIndicator(_ match: PhraseTrie<ReportName>.Match) -> Bool {
        if case .indicator = match.label { true } else { false }
    }
}
