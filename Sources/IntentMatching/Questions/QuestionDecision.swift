import VietText

extension QuestionMatcher {
    /// Turns scores into one of the outcomes.
    func decide(
        _ range: Range<Int>, _ place: TalkPlace, _ scratch: inout QuestionScratch
    ) -> QuestionReading {
        let best = scratch.ranking.first
        let second = scratch.ranking.dropFirst().first
        let score = best?.score ?? 0
        let margin = score - (second?.score ?? 0)
        let isOutside = scratch.outsideScore > 0 && scratch.outsideScore >= score
        var reading = QuestionReading(
            outcome: place.isAddressed ? .unknown : .silent, candidates: [],
            aspects: aspects(scratch), isQuestion: scratch.strength > .weak, isOutside: isOutside,
            margin: Double(margin) / 100, coverage: scratch.coverage(of: range),
            span: span(of: range, scratch))
        guard let best, !isOutside, mayspeak(best, range, place, scratch) else { return reading }
        if score >= MatcherThresholds.answer, margin >= MatcherThresholds.margin,
            !isBareFamily(best), !isThin(best, reading),
            scratch.strength > .none || reading.coverage >= MatcherThresholds.toldCoverage
        {
            reading.outcome = .answer
            reading.candidates = [candidate(best)]
        } else if score >= MatcherThresholds.askBack || isBareFamily(best) {
            reading.outcome = .askBack
            reading.candidates = offered(best, scratch)
        }
        return reading
    }

    /// A bare word in a message that is mostly about something else.
    private func isThin(_ best: ScoredSubject, _ reading: QuestionReading) -> Bool {
        best.weight <= Int32(QuestionVocabulary.DefaultWeight.mention * 100)
            && reading.coverage < MatcherThresholds.bareCoverage
    }

    /// The head of a family named by its bare word.
    private func isBareFamily(_ best: ScoredSubject) -> Bool {
        !tables.families[Int(best.subject)].isEmpty
            && best.weight > 0
            && best.weight <= Int32(QuestionVocabulary.DefaultWeight.mention * 100)
    }

    /// Whether the talk, as it stands, asks for a word from the bot.
    private func mayspeak(
        _ best: ScoredSubject, _ range: Range<Int>, _ place: TalkPlace,
        _ scratch: QuestionScratch
    ) -> Bool {
        switch place {
        case .privateChat, .addressed:
            return true
        case .overheard:
            return scratch.strength >= .closing && best.score >= MatcherThresholds.overheard
        }
    }

    private func candidate(_ scored: ScoredSubject) -> QuestionReading.Candidate {
        QuestionReading.Candidate(
            subject: names[Int(scored.subject)], score: Double(scored.score) / 100,
            isTopic: scored.subject >= tables.procedureCount)
    }

    /// At most three: the members of a family that is named barely, or the best by score.
    private func offered(
        _ best: ScoredSubject, _ scratch: QuestionScratch
    ) -> [QuestionReading.Candidate] {
        var offered = [best]
        for scored in scratch.ranking.dropFirst()
        where best.score - scored.score <= MatcherThresholds.offered && offered.count < 3 {
            offered.append(scored)
        }
        for place in tables.families[Int(best.subject)] where offered.count < 3 {
            let member = tables.members[Int(place)]
            guard !offered.contains(where: { $0.subject == member }) else { continue }
            offered.append(ScoredSubject(subject: member, score: 0, weight: 0))
        }
        return offered.map(candidate)
    }

    /// At most three aspects, the most decisive first; the order of the vocabulary settles ties.
    private func aspects(_ scratch: QuestionScratch) -> [String] {
        var best = InlineArray<3, Int>(repeating: 0)
        var count = 0
        for place in scratch.aspectScores.indices where scratch.aspectScores[place] > 0 {
            var index = count
            while index > 0, scratch.aspectScores[best[index - 1]] < scratch.aspectScores[place] {
                index -= 1
            }
            guard index < 3 else { continue }
            for later in (index..<min(count, 2)).reversed() { best[later + 1] = best[later] }
            best[index] = place
            count = min(count + 1, 3)
        }
        return (0..<count).map { aspectKeys[best[$0]] }
    }

    private func span(of range: Range<Int>, _ scratch: QuestionScratch) -> Range<Int> {
        guard !range.isEmpty else { return 0..<0 }
        return Int(
            scratch.tokens[range.lowerBound].start)..<Int(
                scratch.tokens[range.upperBound - 1].end)
    }

    /// Parts of a message that each ask about another thing, or nil when it is one question.
    ///
    /// A part ends with a sentence; each must show a plain sign of a question and name its subject
    /// clearly, and the subjects must differ.
    func questionParts(_ scratch: inout QuestionScratch) -> [Range<Int>]? {
        var parts: [(range: Range<Int>, subject: Int32)] = []
        var start = 0
        let sentenceEnd = Token.Flags.afterSentenceEnd.rawValue
        for index in scratch.tokens.indices {
            let isLast = index + 1 == scratch.tokens.count
            guard isLast || scratch.tokens[index + 1].flags.rawValue & sentenceEnd != 0 else {
                continue
            }
            if index + 1 == scratch.tokens.count, start == 0 { return nil }
            let range = start..<index + 1
            evaluate(range, &scratch)
            if let best = scratch.ranking.first, best.score >= MatcherThresholds.answer,
                scratch.strength >= .closing, scratch.outsideScore < best.score
            {
                if let same = parts.firstIndex(where: { $0.subject == best.subject }) {
                    parts[same].range = parts[same].range.lowerBound..<range.upperBound
                } else {
                    parts.append((range, best.subject))
                }
            }
            start = index + 1
        }
        return parts.count == 2 || parts.count == 3 ? parts.map(\.range) : nil
    }

    /// Offers what the words of the message resemble, when nothing else was found.
    func offerLastResort(_ reading: inout QuestionReading, _ scratch: inout QuestionScratch) {
        let isExplained = reading.coverage >= LastResort.coverageMinimum
        guard isExplained || reading.isQuestion else { return }
        let minimum =
            isExplained ? LastResort.scoreMinimum : LastResort.scoreMinimumOfQuestion
        let found = lastResort.best(for: scratch.words, minimum: minimum, sums: &scratch.sums)
        guard !found.isEmpty else { return }
        reading.outcome = .askBack
        reading.isGuess = true
        reading.candidates = found.map { subject, score in
            QuestionReading.Candidate(
                subject: names[Int(subject)], score: Double(score), isTopic: false)
        }
    }
}
