/// The ways in which the control API reads a field, each with an error that says what to do.
extension Fields {
    /// Refuses fields that nothing reads: most often a slip in the name.
    func allow(_ names: [String]) throws(ControlProblem) {
        for name in values.keys.sorted() where !names.contains(name) {
            throw ControlProblem(
                what: "there is no field '\(name.prefix(64))' here", place: String(name.prefix(64)),
                next: "The fields are: \(names.joined(separator: ", "))")
        }
    }

    func text(_ name: String) throws(ControlProblem) -> String {
        guard let text = try optionalText(name) else {
            throw ControlProblem(
                what: "the field is missing", place: name, next: "Give a text")
        }
        return text
    }

    func optionalText(_ name: String) throws(ControlProblem) -> String? {
        switch values[name] {
        case nil, .null: return nil
        case .text(let text): return text
        default: throw wrong(name, "a text")
        }
    }

    func flag(_ name: String, default standard: Bool) throws(ControlProblem) -> Bool {
        switch values[name] {
        case nil, .null: return standard
        case .flag(let flag): return flag
        case .text("true"), .text("1"): return true
        case .text("false"), .text("0"), .text(""): return false
        default: throw wrong(name, "true or false")
        }
    }

    func integer(_ name: String, in range: ClosedRange<Int64>) throws(ControlProblem) -> Int64? {
        let number: Int64?
        switch values[name] {
        case nil, .null: return nil
        case .number(let value): number = Int64(exactly: value)
        case .text(let text): number = Int64(text)
        default: number = nil
        }
        guard let number, range.contains(number) else {
            throw wrong(name, "a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    /// Returns a share above 0 and at most 1.
    func share(_ name: String) throws(ControlProblem) -> Double? {
        let number: Double?
        switch values[name] {
        case nil, .null: return nil
        case .number(let value): number = value
        case .text(let text): number = Double(text)
        default: number = nil
        }
        guard let number, number > 0, number <= 1 else {
            throw wrong(name, "a number above 0 and at most 1")
        }
        return number
    }

    /// Returns a list of texts; a form gives them in one field with commas between.
    func texts(_ name: String) throws(ControlProblem) -> [String] {
        switch values[name] {
        case nil, .null: return []
        case .text(let text): return text.split(separator: ",").map(String.init)
        case .list(let items):
            var texts: [String] = []
            for (index, item) in items.enumerated() {
                guard case .text(let text) = item else {
                    throw wrong("\(name)[\(index)]", "a text")
                }
                texts.append(text)
            }
            return texts
        default: throw wrong(name, "a list of texts")
        }
    }

    /// Returns a list of objects, each as fields of its own.
    func objects(_ name: String) throws(ControlProblem) -> [Fields] {
        guard case .list(let items) = values[name] else { throw wrong(name, "a list of objects") }
        var objects: [Fields] = []
        for (index, item) in items.enumerated() {
            guard case .object(let fields) = item else {
                throw wrong("\(name)[\(index)]", "an object")
            }
            objects.append(Fields(fields))
        }
        return objects
    }

    func choice<Choice: RawRepresentable & CaseIterable>(
        _ name: String, of _: Choice.Type
    ) throws(ControlProblem) -> Choice? where Choice.RawValue == String {
        guard let text = try optionalText(name) else { return nil }
        guard let choice = Choice(rawValue: text) else {
            let known = Choice.allCases.map(\.rawValue).joined(separator: ", ")
            throw wrong(name, "one of: \(known)")
        }
        return choice
    }

    private func wrong(_ name: String, _ wanted: String) -> ControlProblem {
        ControlProblem(
            what: "the value does not fit", place: name, next: "Give \(wanted)")
    }
}
