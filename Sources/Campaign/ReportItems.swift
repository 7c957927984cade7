import VietText

/// One named item of a checklist.
struct ReportItem: Hashable, Sendable {
    let indicator: Int
    let item: Int
}

/// Finds the items of a checklist that a message says are done.
struct ReportItems {
    let scan: ReportScan
    let names: ReportNames
    let campaign: Campaign

    /// Items told of one checklist.
    struct Told {
        let indicator: Int
        let done: Int

        /// The bytes of the items.
        let span: Range<Int>

        /// Whether the wording says that these are all that are done: `đã xong: …`, `mới xong …`.
        let areAll: Bool
    }

    /// The items behind a word that says they are done; nil when none are named.
    func told() -> Told? {
        guard campaign.indicators.contains(where: { $0.itemCount != nil }) else { return nil }
        let tokens = scan.text.tokens
        for index in tokens.indices.dropLast()
        where Self.done.contains(where: { $0.agrees(tokens[index]) }) {
            let before = max(0, index - 3)..<index
            let isDenied = before.contains { place in
                Self.denying.contains { $0.agrees(tokens[place]) }
            }
            guard !isDenied else { continue }
            let hasColon = scan.text.gap(before: index + 1).contains(UInt8(ascii: ":"))
            let isOnly = before.contains { place in
                Self.only.contains { $0.agrees(tokens[place]) }
            }
            if let told = list(from: index + 1, hasColon: hasColon, isOnly: isOnly) { return told }
        }
        return nil
    }

    private func list(from first: Int, hasColon: Bool, isOnly: Bool) -> Told? {
        var found: [ReportItem] = []
        var index = first
        var end = first
        var isBroken = false
        while index < scan.text.tokens.count, hasColon || scan.text.isSameLine(first, index) {
            let matches = names.items.longest(
                in: scan.text.tokens, at: index, before: scan.text.tokens.count)
            if let match = matches.first(where: {
                found.first?.indicator ?? $0.label.indicator == $0.label.indicator
            }) {
                if !found.contains(match.label) { found.append(match.label) }
                index = match.tokens.upperBound
                end = index
            } else if ReportWords.fillers.contains(scan.key(index)), !scan.isNumber(index) {
                index += 1
            } else {
                // A word that is no item, in the same list.
                isBroken = scan.text.isSameLine(first, index)
                break
            }
        }
        guard let one = found.first, !isBroken || hasColon else { return nil }
        return Told(
            indicator: one.indicator, done: found.count, span: scan.text.bytes(of: first..<end),
            areAll: (hasColon || isOnly) && !isBroken)
    }

    private static let done = ["xong", "thành", "đạt", "được"].map(MarkedWord.init)
    private static let only = ["mới", "chỉ"].map(MarkedWord.init)
    private static let denying = ["chưa", "không", "ko", "còn", "sẽ", "thiếu"].map(MarkedWord.init)
}
