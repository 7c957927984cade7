import VietText

extension QuestionScratch {
    /// Makes room for a vocabulary's subjects, concepts and aspects.
    mutating func fit(_ tables: EvidenceTables) {
        guard
            scores.count != Int(tables.subjectCount)
                || conceptSeen.count != Int(tables.conceptCount)
                || aspectScores.count != Int(tables.aspectCount)
        else { return }
        scores = Array(repeating: 0, count: Int(tables.subjectCount))
        weights = scores
        furtherHits = scores
        touched = []
        conceptSeen = Array(repeating: -1, count: Int(tables.conceptCount))
        conceptsTouched = []
        aspectScores = Array(repeating: 0, count: Int(tables.aspectCount))
    }

    /// Scores every subject by the hits in a part of the message, and ranks the best three.
    mutating func score(
        _ range: Range<Int>, _ tables: EvidenceTables, _ entries: [PhraseEntry]
    ) {
        for subject in touched {
            scores[Int(subject)] = 0
            weights[Int(subject)] = 0
            furtherHits[Int(subject)] = 0
        }
        touched.removeAll(keepingCapacity: true)
        for concept in conceptsTouched { conceptSeen[Int(concept)] = -1 }
        conceptsTouched.removeAll(keepingCapacity: true)
        fired.removeAll(keepingCapacity: true)
        outsideScore = 0
        for hit in hits.names where !hit.isHidden && range.contains(Int(hit.first)) {
            let worth = worth(of: hit)
            if hit.kind == .outside {
                outsideScore = max(outsideScore, worth - (isTold(hit) ? Bonus.told : 0))
                continue
            }
            add(worth, weight: hit.weight, to: hit.owner)
        }
        for hit in hits.concepts where range.contains(Int(hit.first)) {
            let asks = sentenceAsks(hit.first)
            for place in hit.firstEntry..<hit.firstEntry + hit.count {
                let owner = Int32(entries[Int(place)].owner)
                let seen = conceptSeen[Int(owner)]
                if seen < 0 {
                    conceptsTouched.append(owner)
                } else if !asks || sentenceAsks(seen) {
                    continue
                }
                conceptSeen[Int(owner)] = hit.first
            }
        }
        applyRules(tables)
        rank()
    }

    /// What a hit is worth: its weight, and the bonuses of where it stands.
    func worth(of hit: PhraseHit) -> Int32 {
        let first = Int(hit.first)
        var worth = hit.weight - hit.penalty
        worth += min(Bonus.lengthMaximum, Bonus.length * (hit.length - 1))
        let isFocused =
            tokenFlags[first] & TokenFlag.focus != 0
            || first > 0 && tokenFlags[first - 1] & TokenFlag.focus != 0
        if isFocused { worth += Bonus.focus }
        if tokenFlags[first] & TokenFlag.clauseAsks != 0 { worth += Bonus.asking }
        if sentenceAsks(hit.first) { worth += Bonus.askingSentence }
        return worth
    }

    private func sentenceAsks(_ token: Int32) -> Bool {
        tokenFlags[Int(token)] & TokenFlag.sentenceAsks != 0
    }

    /// Whether a hit stands in the story around a question asked in another sentence.
    private func isTold(_ hit: PhraseHit) -> Bool { strength > .weak && !sentenceAsks(hit.first) }

    private mutating func add(_ worth: Int32, weight: Int32, to subject: Int32) {
        let place = Int(subject)
        if scores[place] == 0 {
            touched.append(subject)
        } else {
            furtherHits[place] += 1
        }
        scores[place] = max(scores[place], worth)
        weights[place] = max(weights[place], weight)
    }

    private mutating func applyRules(_ tables: EvidenceTables) {
        for concept in conceptsTouched {
            for place in tables.rulesOfConcept[Int(concept)] {
                let number = tables.ruleList[Int(place)]
                let rule = tables.rules[Int(number)]
                guard holds(rule, tables), !fired.contains(where: { $0.rule == number }) else {
                    continue
                }
                let first = Int(conceptSeen[Int(concept)])
                var worth = rule.weight + Bonus.rule
                if tokenFlags[first] & TokenFlag.clauseAsks != 0 { worth += Bonus.asking }
                let asks = rule.all.allSatisfy {
                    sentenceAsks(conceptSeen[Int(tables.conditions[Int($0)])])
                }
                if asks { worth += Bonus.askingSentence }
                fired.append(FiredRule(rule: number, score: worth))
                add(worth, weight: rule.weight, to: rule.subject)
            }
        }
    }

    /// Whether a rule's conditions hold among the concepts seen.
    func holds(_ rule: EvidenceTables.Rule, _ tables: EvidenceTables) -> Bool {
        for place in rule.all where conceptSeen[Int(tables.conditions[Int(place)])] < 0 {
            return false
        }
        for place in rule.not where conceptSeen[Int(tables.conditions[Int(place)])] >= 0 {
            return false
        }
        if rule.any.isEmpty { return true }
        for place in rule.any where conceptSeen[Int(tables.conditions[Int(place)])] >= 0 {
            return true
        }
        return false
    }

    private mutating func rank() {
        ranking.removeAll(keepingCapacity: true)
        for subject in touched {
            let place = Int(subject)
            let further = min(Bonus.furtherMaximum, Bonus.further * furtherHits[place])
            let scored = ScoredSubject(
                subject: subject, score: scores[place] + further, weight: weights[place])
            var index = ranking.count
            while index > 0, ranking[index - 1].isBelow(scored) { index -= 1 }
            guard index < 4 else { continue }
            ranking.insert(scored, at: index)
            if ranking.count > 4 { ranking.removeLast() }
        }
    }

    /// Scores the aspects by the hits in a part of the message that are not part of a name.
    mutating func scoreAspects(_ range: Range<Int>) {
        for index in aspectScores.indices { aspectScores[index] = 0 }
        for hit in hits.aspects where range.contains(Int(hit.first)) {
            if liesInName(hit), !asksItself(hit) { continue }
            // A word alone (`không`) says what is asked only where it closes a clause.
            if hit.length == 1, !endsClause(Int(hit.last), in: range) { continue }
            var worth = hit.length * 100 - hit.penalty
            if tokenFlags[Int(hit.first)] & TokenFlag.clauseAsks != 0 { worth += 50 }
            aspectScores[Int(hit.owner)] = max(aspectScores[Int(hit.owner)], worth)
        }
    }
}

extension ScoredSubject {
    /// Ranks by score, then by the order of the vocabulary.
    fileprivate func isBelow(_ other: ScoredSubject) -> Bool {
        score != other.score ? score < other.score : subject > other.subject
    }
}
