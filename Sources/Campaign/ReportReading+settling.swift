extension ReportReading {
    /// The reading with its ambiguous words settled by the report that it corrects.
    ///
    /// In "12 tài khoản chứ không phải 21" the word may mean several indicators; the one that was
    /// reported as 21 is meant. Nothing changes where none, or more than one, was.
    ///
    /// - Parameter amounts: What the report to be corrected says.
    /// - Returns: A correction when nothing else is doubtful, else the reading with fewer doubts.
    package func settled(by amounts: [IndicatorKey: Amount]) -> ReportReading {
        var result = self
        for doubt in doubts where doubt.reason == .severalIndicators {
            let meant = doubt.choices.filter { choice in
                amounts[choice.indicator].map { denied.contains($0.value) } ?? false
            }
            guard meant.count == 1, let value = meant.first,
                !result.values.contains(where: { $0.indicator == value.indicator })
            else { continue }
            result.values.append(value)
            result.doubts.removeAll { $0 == doubt }
            result.reasons.append("\(value.indicator): was \(denied)")
        }
        if result.doubts.count < doubts.count, result.doubts.isEmpty { result.action = .correct }
        return result
    }
}
