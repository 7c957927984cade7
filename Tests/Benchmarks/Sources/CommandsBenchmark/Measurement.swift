import IntentMatching

/// Matches all sentences in repeated passes and prints the best, as typed and with slots.
func measure(_ set: TemplateSet) {
    let matcher = CommandMatcher(source(of: set), politeWords: politeWords, shortForms: shortForms)
    precondition(matcher.refusals.isEmpty, "the templates must all be understood")
    var scratch = CommandMatcher.Scratch()
    let hits = set.sentences.filter { $0.intent != nil }
    let misses = set.sentences.filter { $0.intent == nil }
    let right = hits.count { $0.intent == matcher.match($0.text, scratch: &scratch)?.intent }
    let wrong = misses.count { matcher.match($0.text, scratch: &scratch) != nil }
    for (name, part) in [("TungNgo", set.sentences), ("  matching", hits), ("  others", misses)] {
        let rate = bestRate(part.map(\.text)) { matcher.match($0, scratch: &scratch) != nil }
        print(name, right, wrong, Int(rate), separator: "\t")
    }
}

private let politeWords = [
    "(bạn|em|anh|chị|ad) ơi", "giúp (mình|tôi|em)", "làm ơn", "vui lòng", "xin", "hãy", "nhé",
    "nha",
    "với", "ạ", "dạ", "cho (mình|tôi|em) hỏi", "cảm ơn",
]

private let shortForms = [
    (form: "ko", meanings: ["không"]), (form: "k", meanings: ["không"]),
    (form: "dc", meanings: ["được"]), (form: "hs", meanings: ["hồ sơ"]),
]

private func source(of set: TemplateSet) -> CommandSource {
    let place = CommandSource.Location(file: "generated")
    var source = CommandSource()
    source.intents = set.entries.map { entry in
        .init(name: entry.intent, blocks: [.init(sentences: [.init(entry.template, at: place)])])
    }
    source.lists = ["place", "trouble"].map { .init(name: $0, content: .wildcard, location: place) }
    return source
}

/// Returns sentences a second in the best of the passes: machines are shared, so the best is the
/// one least disturbed.
private func bestRate(_ texts: [String], _ body: (String) -> Bool) -> Double {
    let clock = ContinuousClock()
    var best = Duration.seconds(3_600)
    for _ in 0..<200 {
        var count = 0
        let time = clock.measure { for text in texts where body(text) { count += 1 } }
        precondition(count >= 0)
        best = min(best, time)
    }
    return Double(texts.count) / (best / .seconds(1))
}
