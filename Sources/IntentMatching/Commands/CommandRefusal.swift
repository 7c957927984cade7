/// A part of a sentence file that has no effect here, or cannot have one: nothing is dropped
/// silently.
package struct CommandRefusal: Hashable, Sendable, CustomStringConvertible {
    /// Where it stands.
    package var location: CommandSource.Location

    /// What is refused, by name.
    package var what: String

    /// What the author of the file can do about it.
    package var remedy: String

    package init(location: CommandSource.Location, what: String, remedy: String) {
        self.location = location
        self.what = what
        self.remedy = remedy
    }

    package var description: String {
        "\(location): \(what). \(remedy)"
    }
}
