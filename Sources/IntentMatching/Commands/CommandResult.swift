import VietText

extension CommandMessage {
    /// The text at a range of bytes of its UTF-8.
    func slice(_ range: Range<Int>) -> String {
        let bytes = text.utf8
        let first = bytes.index(bytes.startIndex, offsetBy: range.lowerBound)
        let end = bytes.index(bytes.startIndex, offsetBy: range.upperBound)
        return String(text[first..<end])
    }
}

extension CommandSearch {
    /// Turns the best way of a walk into a match.
    func result(
        _ walk: CommandWalk, _ items: [CommandItem], _ message: CommandMessage, notes: [String]
    ) -> CommandMatch? {
        guard let rank = walk.bestRank else { return nil }
        let grammar = matcher.grammar
        let sentence = grammar.sentences[Int(rank.sentence)]
        let block = grammar.blocks[sentence.block]
        var match = CommandMatch(
            intent: block.intent, slots: [], response: block.source.response,
            metadata: block.source.metadata, reasons: notes, template: sentence.template)
        for binding in walk.bestBindings {
            let slot = grammar.slots[Int(binding.slot)]
            let new = value(of: binding, slot, items, message)
            if slot.isCapture {
                match.captures.append(new)
            } else {
                match.set(new)
            }
        }
        for field in block.source.slots where match[field.name] == nil {
            match.set(CommandMatch.Slot(name: field.name, value: field.value))
        }
        for condition in block.source.requiredContext {
            guard let name = condition.slot, match[name] == nil,
                let value = CommandWalk.contextValue(
                    condition.key, of: walk.bestBindings, context, grammar)
            else { continue }
            match.set(CommandMatch.Slot(name: name, value: value))
        }
        return match
    }

    private func value(
        of binding: SlotBinding, _ slot: CommandGrammar.Slot, _ items: [CommandItem],
        _ message: CommandMessage
    ) -> CommandMatch.Slot {
        let first = message.tokens[Int(items[Int(binding.first)].token)]
        let last = message.tokens[Int(items[Int(binding.end) - 1].token)]
        let bytes = Int(first.start)..<Int(last.end)
        let value: CommandValue =
            switch slot.content {
            case .range:
                .number(binding.number)
            case .list where binding.value >= 0:
                matcher.grammar.values[Int(binding.value)].output ?? .string(message.slice(bytes))
            case .list, .wildcard:
                .string(message.slice(bytes))
            }
        return CommandMatch.Slot(name: slot.name, value: value, bytes: bytes)
    }
}

extension CommandMatch {
    /// Sets a slot; a name that is there already takes the new value in its place.
    fileprivate mutating func set(_ slot: Slot) {
        if let index = slots.firstIndex(where: { $0.name == slot.name }) {
            slots[index] = slot
        } else {
            slots.append(slot)
        }
    }
}
