import AllocationCounter
import IntentMatching

/// Compares the same messages with the vocabulary as it is and with hundreds and thousands of
/// further procedures, which have nothing but their official names.
func measureGrowth(
    _ matcher: QuestionMatcher, names: [String],
    shortForms: [(form: String, meanings: [String])], _ texts: [String]
) {
    let base = vocabulary(of: matcher, shortForms)
    let sizes = [base.subjects.count, 500, 2_700]
    let clock = ContinuousClock()
    var matchers: [QuestionMatcher] = []
    for size in sizes {
        let grown = grown(base, to: size, names)
        returnFreedMemory()
        let resident = residentMegabytes()
        let start = clock.now
        matchers.append(QuestionMatcher(grown))
        let time = clock.now - start
        returnFreedMemory()
        row(
            "compile \(size) procedures, \(matchers[matchers.count - 1].phrases.count) phrases",
            milliseconds(time), "ms", goal: size == 2_700 ? "≤ 500" : "")
        row(
            "  resident memory", residentMegabytes() - resident, "MB",
            goal: size == 2_700 ? "≤ 60" : "")
    }
    var scratches = matchers.map { _ in QuestionScratch() }
    var best = matchers.map { _ in [Duration](repeating: .seconds(3_600), count: texts.count) }
    for _ in 0..<30 {
        // In turn, so that a disturbance hits all alike.
        for index in matchers.indices {
            let times = bestTimes(texts, passes: 2) {
                matchers[index].read(
                    $0, place: .privateChat, disabled: nil, scratch: &scratches[index]
                ).count
            }
            best[index] = zip(best[index], times).map { min($0, $1) }
        }
    }
    let sums = best.map { $0.reduce(Duration.zero, +) }
    for (index, size) in sizes.enumerated() {
        row(
            "cost of a message at \(size) procedures", sums[index] / sums[0], "of the first",
            goal: index == 2 ? "≤ 1.15" : "")
    }
}

/// The vocabulary that a matcher was compiled from, as far as its phrases tell: without rules.
private func vocabulary(
    of matcher: QuestionMatcher, _ shortForms: [(form: String, meanings: [String])]
) -> QuestionVocabulary {
    var result = QuestionVocabulary(
        shortForms: shortForms.map { .init(typed: $0.form, meanings: $0.meanings) })
    var places: [String: Int] = [:]
    for phrase in matcher.phrases {
        let text = phrase.text
        let owner = "\(phrase.kind) \(phrase.owner)"
        switch phrase.kind {
        case .name:
            let place = places[owner] ?? result.subjects.count
            if places.updateValue(place, forKey: owner) == nil {
                result.subjects.append(.init(slug: phrase.owner, name: phrase.owner))
            }
            result.subjects[place].phrases.append(
                .init(text, weight: phrase.weight, isOfficial: phrase.isOfficial))
        case .concept:
            let place = places[owner] ?? result.concepts.count
            if places.updateValue(place, forKey: owner) == nil {
                result.concepts.append(.init(name: phrase.owner, phrases: []))
            }
            result.concepts[place].phrases.append(text)
        case .aspect:
            let place = places[owner] ?? result.aspects.count
            if places.updateValue(place, forKey: owner) == nil {
                result.aspects.append(.init(key: phrase.owner, name: phrase.owner, phrases: []))
            }
            result.aspects[place].phrases.append(text)
        case .outside: result.outside.append(.init(weight: phrase.weight, phrases: [text]))
        case .strongSign: result.questionSigns.strong.append(text)
        case .weakSign: result.questionSigns.weak.append(text)
        case .closingSign: result.questionSigns.closing.append(text)
        case .focus: result.focusWords.append(text)
        case .polite: result.politeWords.append(text)
        case .particle: result.particles.append(text)
        }
    }
    return result
}

private func grown(
    _ base: QuestionVocabulary, to size: Int, _ names: [String]
) -> QuestionVocabulary {
    var result = base
    for name in names.prefix(max(0, size - base.subjects.count)) {
        let phrase = QuestionVocabulary.Phrase(
            name, weight: QuestionVocabulary.DefaultWeight.name, isOfficial: true)
        result.subjects.append(.init(slug: "added", name: name, phrases: [phrase]))
    }
    return result
}
