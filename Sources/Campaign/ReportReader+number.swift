import VietText

extension ReportReader {
    /// The number that a message consists of, read as one of an indicator: `27`, `là 27`, `27 hộ`,
    /// `hai mươi bảy`, `7/9`; nil when there is more in it or anything to doubt.
    ///
    /// For an answer to a question about one number. The operation is that of a report of one day;
    /// the caller, who knows what was asked, may replace it.
    package func number(in text: String, for key: IndicatorKey) -> Amount? {
        guard !text.contains("?"), text.utf8.count <= 200,
            let index = campaign.indicators.firstIndex(where: { $0.key == key })
        else { return nil }
        let scan = ReportScan(text, names: names, campaign: campaign, sentOn: campaign.firstDay)
        let tokens = scan.text.tokens
        guard !tokens.isEmpty, Self.mistypedNumbers(in: scan.text).isEmpty else { return nil }
        var covered = tokens.map { token in Self.around.contains { $0.agrees(token) } }
        cover(&covered, with: index, in: scan.text)
        guard let span = onlyNumber(in: scan.text, outside: covered) else { return nil }
        let draft = ReportDraft(
            [BoundNumber(number: span, indicator: index)], scan: scan, campaign: campaign)
        return draft.doubts.isEmpty ? draft.values[index]?.amount : nil
    }

    /// Marks the names and measures of one indicator.
    private func cover(_ covered: inout [Bool], with indicator: Int, in text: ReportText) {
        for index in text.tokens.indices {
            let named = names.trie.longest(in: text.tokens, at: index, before: text.tokens.count)
                .filter { $0.label == .indicator(indicator) }
            let measured = names.measured(in: text, at: index)
                .filter { $0.label.indicator == indicator }
            let ends = named.map(\.tokens.upperBound) + measured.map(\.tokens.upperBound)
            let end = max(index, ends.max() ?? index)
            for place in index..<end { covered[place] = true }
        }
    }

    /// The one number outside the covered tokens, when nothing else is left.
    private func onlyNumber(in text: ReportText, outside covered: [Bool]) -> NumberSpan? {
        guard let first = covered.firstIndex(of: false),
            let span = VietText.number(in: text.text, tokens: text.tokens, at: first),
            !(span.tokens.count == 1 && ReportWords.zeroWords.contains(text.tokens[first].key)),
            covered.indices.allSatisfy({ covered[$0] || span.tokens.contains($0) })
        else { return nil }
        return span
    }

    /// Words that may stand around a number and change nothing.
    private static let around = Syllable.words(
        of: "là có chỉ được đc dc dạ da ạ ah a nha nhé nhe nghe thôi em e anh chị cô chú bác con "
            + "cháu tôi mình số ơi bot"
    ).map(MarkedWord.init)
}
