/// What an answer holds that is not what the API promises.
package enum AnswerBody: String, Hashable, Sendable {
    case empty
    /// A page: of a proxy, of nginx during an outage, of a captive portal.
    case html = "HTML"
    case other = "unreadable"

    /// Sorts a body by its first byte that is not blank.
    package init(_ body: [UInt8]) {
        switch body.first(where: { ![9, 10, 13, 32].contains($0) }) {
        case nil: self = .empty
        case UInt8(ascii: "<"): self = .html
        default: self = .other
        }
    }
}
