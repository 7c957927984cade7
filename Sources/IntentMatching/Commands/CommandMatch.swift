/// The command that a message is, with what its slots take.
package struct CommandMatch: Hashable, Sendable {
    /// The name of the intent.
    package var intent: String

    /// Slots in the order of the sentence, then the fixed ones of the block, then those taken from
    /// the context; each name once.
    package var slots: [Slot]

    /// What `{list:@name}` took: for the response only.
    package var captures: [Slot] = []

    /// The key of the response, as the block gives it.
    package var response: String?

    /// The block's metadata.
    package var metadata: [CommandField]

    /// Why: the sentence and what was repaired or left out, for people to read.
    package var reasons: [String]

    /// The sentence that matched, as its author wrote it.
    package var template: CommandSource.Template

    /// A slot and its value.
    package struct Slot: Hashable, Sendable {
        package var name: String
        package var value: CommandValue

        /// Where the words stand, in bytes of the message's UTF-8; nil for fixed and context slots.
        package var bytes: Range<Int>?

        package init(name: String, value: CommandValue, bytes: Range<Int>? = nil) {
            self.name = name
            self.value = value
            self.bytes = bytes
        }
    }

    /// The value of a slot, nil when the match has none of that name.
    package subscript(slot: String) -> CommandValue? {
        slots.first { $0.name == slot }?.value
    }
}
