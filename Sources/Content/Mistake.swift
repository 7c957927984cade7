/// A mistake in the files under `intents/`, worded for the person who will mend it.
package struct Mistake: Error, Hashable, Sendable, Comparable, CustomStringConvertible {
    /// Whether the content may still go live.
    package enum Severity: Int, Hashable, Sendable {
        /// Refused: the old content stays.
        case error
        /// Worth a look: the content is usable.
        case warning
    }

    package let severity: Severity

    /// Path below the folder that was loaded, as the author knows it.
    package let file: String

    /// Line in `file`, counted from 1; 0 when the whole file is meant.
    package let line: Int

    /// What is wrong, a sentence in Vietnamese without its final stop.
    package let what: String

    /// What to do next, a sentence in Vietnamese without its final stop.
    package let remedy: String

    package init(
        _ severity: Severity = .error, file: String, line: Int, what: String, remedy: String
    ) {
        self.severity = severity
        self.file = file
        self.line = line
        self.what = what
        self.remedy = remedy
    }

    package var description: String {
        let mark = severity == .warning ? "cảnh báo: " : ""
        return "\(file):\(line): \(mark)\(what). \(remedy)."
    }

    package static func < (left: Mistake, right: Mistake) -> Bool {
        (left.file, left.line, left.what) < (right.file, right.line, right.what)
    }
}

/// Gathers the mistakes of a run, so that an editor sees all of them at once.
struct Findings {
    private(set) var mistakes: [Mistake] = []

    var hasErrors: Bool { mistakes.contains { $0.severity == .error } }

    mutating func add(_ mistake: Mistake) {
        mistakes.append(mistake)
    }

    mutating func error(at place: Place, _ what: String, remedy: String) {
        add(Mistake(.error, file: place.file, line: place.line, what: what, remedy: remedy))
    }

    mutating func warning(at place: Place, _ what: String, remedy: String) {
        add(Mistake(.warning, file: place.file, line: place.line, what: what, remedy: remedy))
    }
}

/// A line of a file under `intents/`.
struct Place: Hashable, Sendable {
    let file: String
    let line: Int
}

/// Returns the name in `known` that is fewest edits away from `name`, when that is close enough.
///
/// - Parameters:
///   - name: What was written.
///   - known: What could have been meant; compared in the order given, the first of equals wins.
/// - Returns: Nil when nothing is within a third of the letters.
package func nearestName(to name: String, in known: [String]) -> String? {
    let limit = max(1, name.count / 3)
    var best: (name: String, distance: Int)?
    for candidate in known where abs(candidate.count - name.count) <= limit {
        let distance = editDistance(Array(name), Array(candidate))
        if distance <= limit, distance < best?.distance ?? .max { best = (candidate, distance) }
    }
    return best?.name
}

/// Letters to insert, delete, replace or swap with their neighbour.
private func editDistance(_ left: [Character], _ right: [Character]) -> Int {
    var before: [Int] = []
    var row = Array(0...right.count)
    for (i, a) in left.enumerated() {
        var next = [i + 1]
        for (j, b) in right.enumerated() {
            var distance = min(row[j + 1] + 1, next[j] + 1, row[j] + (a == b ? 0 : 1))
            if i > 0, j > 0, a == right[j - 1], b == left[i - 1] {
                distance = min(distance, before[j - 1] + 1)
            }
            next.append(distance)
        }
        (before, row) = (row, next)
    }
    return row[right.count]
}

/// Words the remedy for an unknown name: the nearest known one, or the list.
func remedy(forUnknown name: String, in known: [String]) -> String {
    if let nearest = nearestName(to: name, in: known) {
        return "Có phải ý bạn là '\(nearest)'"
    }
    return "Các tên hợp lệ: \(known.prefix(12).joined(separator: ", "))"
}
