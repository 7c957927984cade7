/// A bot token or a webhook's secret: it can be used, never printed.
package struct Secret: Hashable, Sendable {
    private let value: String

    /// Blank space around the secret is dropped: files that hold one end with a line break.
    package init(_ value: String) {
        let head = value.drop { $0.isWhitespace }
        let length = head.lastIndex { !$0.isWhitespace }.map { head[...$0].count } ?? 0
        self.value = String(head.prefix(length))
    }

    package var isEmpty: Bool { value.isEmpty }

    /// The secret itself, for the request that needs it and nothing else.
    package var revealed: String { value }

    /// Returns whether `other` is the same, in a time that depends on its length alone.
    package func matches(_ other: String) -> Bool {
        let own = Array(value.utf8)
        let given = Array(other.utf8)
        var difference = own.count ^ given.count
        for (index, byte) in given.enumerated() {
            difference |= Int(byte ^ (own.isEmpty ? 0xFF : own[index % own.count]))
        }
        return difference == 0
    }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "(secret)" }

    package var debugDescription: String { description }

    package var customMirror: Mirror { Mirror(self, children: []) }
}
