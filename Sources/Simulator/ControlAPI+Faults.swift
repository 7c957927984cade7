import Hummingbird

/// Switching faults on and off.
extension ControlAPI {
    private struct FaultList: Encodable, Sendable {
        let faults: [SimulatedFault]

        /// All there are, with what each does.
        let kinds = Dictionary(
            uniqueKeysWithValues: SimulatedFault.Kind.allCases.map { ($0.rawValue, $0.summary) })
    }

    func addFaultRoutes(to routes: RouterGroup<SimulatorContext>) {
        routes.post("faults") { request, _ in
            try await answer(request) { fields throws(ControlProblem) in
                let fault = try fault(fields)
                host.access { $0.faults.add(fault) }
                return fault
            }
        }
        routes.get("faults") { request, _ in
            try await answer(request) { fields throws(ControlProblem) in
                try fields.allow([])
                return FaultList(faults: host.access { $0.faults.faults })
            }
        }
        routes.delete("faults") { request, _ in
            try await answer(request) { fields throws(ControlProblem) in
                try fields.allow([])
                host.access { $0.faults.clear() }
                return FaultList(faults: [])
            }
        }
    }

    private func fault(_ fields: Fields) throws(ControlProblem) -> SimulatedFault {
        try fields.allow([
            "kind", "method", "bot", "count", "probability", "seed", "milliseconds", "status",
            "struck",
        ])
        let kinds = SimulatedFault.Kind.allCases.map(\.rawValue).joined(separator: ", ")
        guard let kind = try fields.choice("kind", of: SimulatedFault.Kind.self) else {
            throw ControlProblem(
                what: "the field is missing", place: "kind", next: "Give one of: \(kinds)")
        }
        var fault = SimulatedFault(kind)
        fault.method = try method(fields)
        fault.bot = try fields.optionalText("bot")
        fault.count = try fields.integer("count", in: 1...1_000_000_000).map(Int.init)
        let probability = try fields.share("probability")
        fault.probability = probability ?? 1
        fault.seed = UInt64(try fields.integer("seed", in: 0...(1 << 53)) ?? 1)
        fault.milliseconds = Int(
            try fields.integer("milliseconds", in: kind.millisecondsRange) ?? 0)
        fault.status = try fields.integer("status", in: 200...599).map(Int.init)
        guard fault.count != nil || probability != nil else {
            throw ControlProblem(
                what: "it is not said how often the fault strikes", place: "count",
                next: "Give a count, a probability (1 for always), or both")
        }
        guard kind != .serverError || (fault.status ?? 502) >= 500 else {
            throw ControlProblem(
                what: "a server error has a status of 500 to 599", place: "status",
                next: "Give one, or leave it out for 502")
        }
        guard ![.delay, .slowBody, .clockJump].contains(kind) || fault.milliseconds != 0 else {
            throw ControlProblem(
                what: "\(kind.rawValue) without milliseconds changes nothing",
                place: "milliseconds", next: "Give how long or how far off")
        }
        return fault
    }

    /// The method that a fault strikes; a name that nothing has would never strike.
    private func method(_ fields: Fields) throws(ControlProblem) -> String {
        guard let method = try fields.optionalText("method") else { return "*" }
        let known = BotAPI.methods.union(OfficialAPI.methods).sorted() + ["webhook", "*"]
        guard known.contains(method) else {
            throw ControlProblem(
                what: "there is no method '\(method.prefix(64))'", place: "method",
                next: "Give one of: \(known.joined(separator: ", "))")
        }
        return method
    }
}
