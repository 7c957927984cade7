/// The command that a message is, with what its slots take.
package struct CommandMatch: Sendable, Equatable {
    /// What all messages that match one sentence share.
    let origin: Origin

    /// Slots in the order of the sentence, then the fixed ones of the block, then those taken from
    /// the context; each name once.
    package internal(set) var slots: [Slot]

    /// What `{list:@name}` took: for the response only.
    package internal(set) var captures: [Slot] = []

    /// Words that were taken for others, as `typed → meant`, for people to read.
    package internal(set) var reasons: [String] = []

    /// The name of the intent.
    package var intent: String { origin.intent }

    /// The key of the response, as the block gives it.
    package var response: String? { origin.block.response }

    /// The block's metadata.
    package var metadata: [CommandField] { origin.block.metadata }

    /// The sentence that matched, as its author wrote it.
    package var template: CommandSource.Template { origin.template }

    /// The value of a slot, nil when the match has none of that name.
    package subscript(slot: String) -> CommandValue? {
        slots.first { $0.name == slot }?.value
    }

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

    /// A sentence and the block it stands in.
    final class Origin: Sendable {
        let intent: String
        let block: CommandSource.Block
        let template: CommandSource.Template
        /// `slots` of the block, and its `inferred_domain` as `domain` unless they give one.
        let fixedSlots: [Slot]

        init(intent: String, block: CommandSource.Block, template: CommandSource.Template) {
            self.intent = intent
            self.block = block
            self.template = template
            var slots = block.slots.map { Slot(name: $0.name, value: $0.value) }
            if let domain = block.inferredDomain, !slots.contains(where: { $0.name == "domain" }) {
                slots.append(Slot(name: "domain", value: .string(domain)))
            }
            fixedSlots = slots
        }
    }

    package static func == (left: CommandMatch, right: CommandMatch) -> Bool {
        left.intent == right.intent && left.template == right.template && left.slots == right.slots
            && left.captures == right.captures && left.reasons == right.reasons
    }

    /// Sets a slot; a name that is there already takes the new value in its place.
    mutating func set(_ slot: Slot) {
        if let index = slots.firstIndex(where: { $0.name == slot.name }) {
            slots[index] = slot
        } else {
            slots.append(slot)
        }
    }
}
