/// Why the control API refused a call: what is wrong, where, and what to do next.
package struct ControlProblem: Error, Hashable, Sendable, Codable {
    /// HTTP status of the answer: 400 unless the path or the method is at fault.
    package let status: Int

    /// What is wrong.
    package let what: String

    /// The field or path at fault, such as `messages[3].text`.
    package let place: String

    /// What to do next.
    package let next: String

    package init(status: Int = 400, what: String, place: String, next: String) {
        self.status = status
        self.what = what
        self.place = place
        self.next = next
    }

    private enum CodingKeys: String, CodingKey {
        case status
        case what = "error"
        case place = "where"
        case next
    }

    /// Returns the same problem for a place inside `outer`, such as `messages[3]`.
    func inside(_ outer: String) -> ControlProblem {
        ControlProblem(
            status: status, what: what, place: "\(outer).\(place)", next: next)
    }
}

extension ControlProblem: CustomStringConvertible {
    package var description: String { "\(place): \(what). \(next)" }
}
