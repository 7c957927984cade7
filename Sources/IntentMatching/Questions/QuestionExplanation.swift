import VietText

/// Why a message was read as it was: for people who edit the vocabulary.
package struct QuestionExplanation: Hashable, Sendable {
    /// One word of the message.
    package struct Word: Hashable, Sendable {
        /// As typed.
        package var typed: String
        /// What it was read as, without marks, the likeliest first; more than one for a short form.
        package var meanings: [String]
        /// A slip, raw keystrokes, a short form or glued words were undone.
        package var isRepaired: Bool
    }

    /// A phrase that was found.
    package struct Hit: Hashable, Sendable {
        package var phrase: PhraseDescription
        /// Where, in bytes of the text's UTF-8.
        package var span: Range<Int>
        /// What stands there.
        package var typed: String
        /// What it counts, with its bonuses; 0 for kinds without weight.
        package var score: Double
        /// Lies inside a longer name, so it does not count.
        package var isHidden: Bool
        /// One of its words was typed with a slip.
        package var isRepaired: Bool
        /// Its words stand in another order.
        package var isScattered: Bool
    }

    /// A rule of which at least one condition was met.
    package struct Rule: Hashable, Sendable {
        package var subject: String
        package var weight: Double
        package var fired: Bool
        /// Its conditions, `!` before one that must not be, and whether each was met.
        package var conditions: [Condition]
    }

    /// A condition of a rule.
    package struct Condition: Hashable, Sendable {
        package var name: String
        package var isMet: Bool
    }

    package var text: String
    package var words: [Word]
    package var hits: [Hit]
    package var rules: [Rule]

    /// Every subject with a score, best first.
    package var scores: [QuestionReading.Candidate]
    package var outsideScore: Double
    package var readings: [QuestionReading]
}

extension QuestionMatcher {
    /// Reads a message as `read` does and tells why.
    package func explain(_ text: String, place: TalkPlace = .privateChat) -> QuestionExplanation {
        var text = text
        text.makeContiguousUTF8()
        var scratch = QuestionScratch()
        let readings = read(text, place: place, disabled: nil, scratch: &scratch)
        evaluate(0..<scratch.tokens.count, &scratch)
        let bytes = Array(text.utf8)
        return QuestionExplanation(
            text: text, words: explainedWords(scratch, bytes),
            hits: scratch.hits.all(lexicon.trie.entries).map { explained($0, scratch, bytes) },
            rules: explainedRules(scratch),
            scores: scratch.ranking.map {
                QuestionReading.Candidate(
                    subject: names[Int($0.subject)], score: Double($0.score) / 100,
                    isTopic: $0.subject >= tables.procedureCount)
            }, outsideScore: Double(scratch.outsideScore) / 100, readings: readings)
    }

    private func explainedWords(
        _ scratch: QuestionScratch, _ bytes: [UInt8]
    ) -> [QuestionExplanation.Word] {
        scratch.tokens.enumerated().map { index, token in
            let words = scratch.words.filter { $0.token == index }
            return QuestionExplanation.Word(
                typed: String(
                    decoding: bytes[Int(token.start)..<Int(token.end)], as: UTF8.self),
                meanings: words.map { Syllable(key: $0.key, marks: $0.marks).letters },
                isRepaired: words.contains { $0.origin != .typed })
        }
    }

    private func explained(
        _ hit: PhraseHit, _ scratch: QuestionScratch, _ bytes: [UInt8]
    ) -> QuestionExplanation.Hit {
        let start = Int(scratch.tokens[Int(hit.first)].start)
        let end = Int(scratch.tokens[Int(hit.last)].end)
        let score = hit.kind.isName ? Double(scratch.worth(of: hit)) / 100 : 0
        return QuestionExplanation.Hit(
            phrase: phrases[Int(hit.phrase)], span: start..<end,
            typed: String(decoding: bytes[start..<end], as: UTF8.self), score: score,
            isHidden: hit.isHidden, isRepaired: hit.isRepaired, isScattered: hit.isScattered)
    }

    private func explainedRules(_ scratch: QuestionScratch) -> [QuestionExplanation.Rule] {
        tables.rules.compactMap { rule in
            let places = Array(rule.all) + Array(rule.any)
            guard
                places.contains(where: {
                    scratch.conceptSeen[Int(tables.conditions[Int($0)])] >= 0
                })
            else { return nil }
            func conditions(_ range: Range<Int32>, _ sign: String, wanted: Bool)
                -> [QuestionExplanation.Condition]
            {
                range.map { place in
                    let concept = Int(tables.conditions[Int(place)])
                    return QuestionExplanation.Condition(
                        name: sign + conceptNames[concept],
                        isMet: (scratch.conceptSeen[concept] >= 0) == wanted)
                }
            }
            return QuestionExplanation.Rule(
                subject: names[Int(rule.subject)], weight: Double(rule.weight) / 100,
                fired: scratch.holds(rule, tables),
                conditions: conditions(rule.all, "", wanted: true)
                    + conditions(rule.any, "?", wanted: true)
                    + conditions(rule.not, "!", wanted: false))
        }
    }
}

extension QuestionExplanation: CustomStringConvertible {
    /// The explanation as lines of text, for a terminal.
    package var description: String {
        var lines = ["text: \(text)"]
        lines.append(
            "words: "
                + words.map { word in
                    word.isRepaired
                        ? "\(word.typed)→\(word.meanings.joined(separator: "/"))"
                        : word.meanings.joined(separator: "/")
                }.joined(separator: " "))
        for hit in hits {
            var notes = hit.isHidden ? " hidden" : ""
            if hit.isRepaired { notes += " repaired" }
            if hit.isScattered { notes += " scattered" }
            lines.append(
                "hit: \(hit.phrase.kind) \(hit.phrase.owner) “\(hit.phrase.text)” at"
                    + " \(hit.span.lowerBound)–\(hit.span.upperBound) “\(hit.typed)” \(hit.score)\(notes)"
            )
        }
        for rule in rules {
            let conditions = rule.conditions.map { ($0.isMet ? "+" : "-") + $0.name }
            lines.append(
                "rule: \(rule.subject) \(rule.weight) \(rule.fired ? "fired" : "failed"):"
                    + " \(conditions.joined(separator: " "))")
        }
        lines += scores.map { "score: \($0.subject) \($0.score)" }
        if outsideScore > 0 { lines.append("score: outside \(outsideScore)") }
        for reading in readings {
            let candidates = reading.candidates.map { "\($0.subject) \($0.score)" }
            lines.append(
                "reading: \(reading.outcome) [\(candidates.joined(separator: ", "))]"
                    + " aspects [\(reading.aspects.joined(separator: ", "))]"
                    + " question \(reading.isQuestion) margin \(reading.margin)"
                    + " (answer from \(Double(MatcherThresholds.answer) / 100), margin"
                    + " \(Double(MatcherThresholds.margin) / 100))")
        }
        return lines.joined(separator: "\n")
    }
}
