import AllocationCounter
import Foundation
import IntentMatching
import VietText

/// Times one message at a time, bytes to reading, and counts its work.
func measureReading(_ matcher: QuestionMatcher, _ texts: [String]) {
    var scratch = QuestionScratch()
    let inTurn = bestTimes(texts, passes: 60) {
        matcher.read($0, place: .privateChat, disabled: nil, scratch: &scratch).count
    }
    var repeated: [Duration] = []
    var tokens: [Token] = []
    var scanning: [Duration] = []
    for text in texts {
        repeated += bestTimes([text], passes: 60) {
            matcher.read($0, place: .privateChat, disabled: nil, scratch: &scratch).count
        }
        scanning += bestTimes([text], passes: 60) {
            scan($0, into: &tokens)
            return tokens.count
        }
    }
    rows("scan, bytes to tokens", scanning, goals: ("", ""))
    rows("read, the same text again and again", repeated, goals: ("≤ 1", "≤ 8"))
    rows("read, all texts in turn (cold caches)", inTurn, goals: ("", ""))
    countWork(matcher, texts, &scratch)
}

private func rows(_ name: String, _ times: [Duration], goals: (String, String)) {
    let sorted = times.sorted()
    row(name + ", p50", microseconds(percentile(0.5, of: sorted)), "µs", goal: goals.0)
    row(name + ", p99", microseconds(percentile(0.99, of: sorted)), "µs", goal: goals.1)
}

/// Nodes visited a token, and what is asked of malloc once the buffers have grown.
private func countWork(
    _ matcher: QuestionMatcher, _ texts: [String], _ scratch: inout QuestionScratch
) {
    var (visited, words) = (0, 0)
    var tokens: [Token] = []
    let before = allocationsSoFar()
    var readings = 0
    for text in texts {
        readings += matcher.read(text, place: .privateChat, disabled: nil, scratch: &scratch).count
        visited += scratch.nodesVisited
    }
    let allocations = allocationsSoFar() - before
    for text in texts {
        scan(text, into: &tokens)
        words += tokens.count
    }
    row("trie nodes visited a token", Double(visited) / Double(words), "", goal: "≤ 2")
    row(
        "allocations a message, the reading among them",
        Double(allocations) / Double(texts.count), "")
    precondition(readings >= texts.count, "every text has a reading")
}

/// Returns the best time of each text over passes through all of them: machines are shared, so the
/// best is the one least disturbed.
func bestTimes(_ texts: [String], passes: Int, _ body: (String) -> Int) -> [Duration] {
    let clock = ContinuousClock()
    var best = [Duration](repeating: .seconds(3_600), count: texts.count)
    var sum = 0
    for _ in 0..<passes {
        for (index, text) in texts.enumerated() {
            let time = clock.measure { sum &+= body(text) }
            best[index] = min(best[index], time)
        }
    }
    precondition(sum >= 0, "what is measured must not be left out by the compiler")
    return best
}

/// Folds two megabytes of marked, composed text at once.
func measureFolding(_ texts: [String]) {
    let once = texts.joined(separator: "\n").precomposedStringWithCanonicalMapping
    let times = max(1, 2_000_000 / max(1, once.utf8.count))
    var text = String(repeating: once, count: times)
    text.makeContiguousUTF8()
    let best = bestTimes([text], passes: 20) { folded($0).utf8.count }[0]
    let gigabytes = Double(text.utf8.count) / (best / .nanoseconds(1))
    row("folding, bytes to bytes", gigabytes, "GB/s", goal: "≥ 1")
}
