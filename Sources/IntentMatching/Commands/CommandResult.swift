import VietText

extension CommandMessage {
    /// The text at a range of bytes of its UTF-8.
    func slice(_ range: Range<Int>) -> String {
        let bytes = text.utf8
        let first = bytes.index(bytes.startIndex, offsetBy: range.lowerBound)
        let end = bytes.index(first, offsetBy: range.count)
        return String(text[first..<end])
    }
}

extension CommandWalk {
    /// Turns the best way found into a match; nil when none was found.
    func result(
        _ items: [CommandItem], _ message: CommandMessage, _ grammar: CommandGrammar
    ) -> CommandMatch? {
        guard let rank = bestRank else { return nil }
        let origin = grammar.sentences[Int(rank.sentence)].origin
        var match = CommandMatch(origin: origin, slots: [])
        for binding in bestBindings {
            let slot = grammar.slots[Int(binding.slot)]
            let new = value(of: binding, slot, items, message, grammar)
            if slot.isCapture {
                match.captures.append(new)
            } else {
                match.set(new)
            }
        }
        if match.slots.isEmpty {
            match.slots = origin.fixedSlots
        } else {
            for slot in origin.fixedSlots where match[slot.name] == nil { match.set(slot) }
        }
        for condition in origin.block.requiredContext {
            guard let name = condition.slot, match[name] == nil,
                let value = contextValue(
                    condition.key, of: bestBindings, message.context, grammar)
            else { continue }
            match.set(CommandMatch.Slot(name: name, value: value))
        }
        return match
    }

    private func value(
        of binding: SlotBinding, _ slot: CommandGrammar.Slot, _ items: [CommandItem],
        _ message: CommandMessage, _ grammar: CommandGrammar
    ) -> CommandMatch.Slot {
        let first = message.tokens[Int(items[Int(binding.first)].token)]
        let last = message.tokens[Int(items[Int(binding.end) - 1].token)]
        let bytes = Int(first.start)..<Int(last.end)
        let value: CommandValue =
            switch slot.content {
            case .range:
                .number(binding.number)
            case .list where binding.value >= 0:
                grammar.values[Int(binding.value)].output ?? .string(message.slice(bytes))
            case .list, .wildcard:
                .string(message.slice(bytes))
            }
        return CommandMatch.Slot(name: slot.name, value: value, bytes: bytes)
    }
}
