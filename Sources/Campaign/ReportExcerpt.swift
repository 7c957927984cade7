/// Parts of a message put together to be read as one, with the way back to the whole text.
struct ReportExcerpt {
    let text: String
    private let parts: [(start: Int, source: Range<Int>)]

    /// Joins ranges of bytes in their order; those in `hidden` are replaced by a word that means
    /// nothing, so that what stood beside a unit's name is read as if the name were not there.
    init(_ ranges: [Range<Int>], hiding hidden: [Range<Int>] = [], of source: [UInt8]) {
        var bytes: [UInt8] = []
        var parts: [(start: Int, source: Range<Int>)] = []
        for range in ranges where !range.isEmpty {
            if let last = parts.last?.source {
                let between = last.upperBound..<max(last.upperBound, range.lowerBound)
                let isLineEnd = source[between].contains(UInt8(ascii: "\n"))
                bytes.append(UInt8(ascii: isLineEnd ? "\n" : " "))
            }
            parts.append((bytes.count, range))
            var own = Array(source[range])
            for place in hidden
            where range.lowerBound <= place.lowerBound
                && place.upperBound <= range.upperBound
            {
                for (offset, index) in place.enumerated() {
                    own[index - range.lowerBound] =
                        place.count >= Self.filler.count && offset < Self.filler.count
                        ? Self.filler[offset] : UInt8(ascii: " ")
                }
            }
            bytes += own
        }
        text = String(decoding: bytes, as: UTF8.self)
        self.parts = parts
    }

    private static let filler = Array("thi".utf8)

    /// Where a range of the excerpt stands in the whole text.
    func source(of range: Range<Int>) -> Range<Int> {
        guard let part = parts.last(where: { $0.start <= range.lowerBound }) else { return range }
        let start = part.source.lowerBound + range.lowerBound - part.start
        return start..<min(start + range.count, max(part.source.upperBound, start))
    }

    /// Where a range of the whole text stands in the excerpt; nil when it is not in it.
    func place(of range: Range<Int>) -> Range<Int>? {
        guard
            let part = parts.last(where: {
                $0.source.lowerBound <= range.lowerBound
                    && range.upperBound <= $0.source.upperBound
            })
        else { return nil }
        let start = part.start + range.lowerBound - part.source.lowerBound
        return start..<start + range.count
    }
}

extension ReportReading {
    /// The reading of an excerpt with its spans in the whole text.
    func moved(from excerpt: ReportExcerpt) -> ReportReading {
        func moved(_ value: ReportValue) -> ReportValue {
            ReportValue(
                indicator: value.indicator, amount: value.amount,
                span: excerpt.source(of: value.span))
        }
        var result = self
        result.values = values.map(moved)
        result.doubts = doubts.map { doubt in
            ReportDoubt(
                doubt.reason, indicator: doubt.indicator,
                span: doubt.span.map(excerpt.source), units: doubt.units,
                choices: doubt.choices.map(moved))
        }
        return result
    }
}
