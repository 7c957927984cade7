/// Content that cannot go live, with everything that is wrong with it.
package struct ContentRefused: Error, Hashable, Sendable, CustomStringConvertible {
    /// In the order of files and lines; at least one.
    package let mistakes: [Mistake]

    /// Takes the mistakes in any order; warnings may be among them.
    package init(_ mistakes: [Mistake]) {
        self.mistakes = mistakes.sorted()
    }

    package var description: String {
        mistakes.map(\.description).joined(separator: "\n")
    }
}
