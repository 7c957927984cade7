import Hummingbird
import Messaging

/// Official Accounts in the control API: creating them, and what the platform does to them.
extension ControlAPI {
    private struct OAList: Encodable, Sendable {
        let accounts: [SimulatedOfficialAccount]

        private enum CodingKeys: String, CodingKey { case accounts = "official_accounts" }
    }

    func addOfficialAccountRoutes(to routes: RouterGroup<SimulatorContext>) {
        routes.post("official-accounts") { request, _ in
            try await answer(request) { fields throws(ControlProblem) in
                try fields.allow(["name", "app_id", "paid_messages"])
                let name = try fields.text("name")
                let appID = try fields.optionalText("app_id")
                let paid = Int(try fields.integer("paid_messages", in: 0...1_000_000_000) ?? 0)
                return try host.access { [now = host.now()] state throws(ControlProblem) in
                    try state.platform.createOfficialAccount(
                        name: name, appID: appID, paidMessages: paid, now: now)
                }
            }
        }
        routes.get("official-accounts") { request, _ in
            try await answer(request) { fields throws(ControlProblem) in
                try fields.allow([])
                return OAList(accounts: host.access { $0.platform.officialAccounts.all })
            }
        }
        routes.post("official-accounts/:id/webhook") { request, context in
            let id = context.parameters.get("id") ?? ""
            return try await answer(request) { fields throws(ControlProblem) in
                try fields.allow(["url"])
                let url = try fields.optionalText("url")
                let record = try change(id) { account in
                    account.record.webhook = url?.isEmpty == false ? url : nil
                    account.record.isWebhookOff = false
                }
                await webhooks.push(to: id)
                return record
            }
        }
        routes.post("official-accounts/:id/expire") { request, context in
            let id = context.parameters.get("id") ?? ""
            return try await answer(request) { fields throws(ControlProblem) in
                try fields.allow([])
                return try change(id) { [now = host.now()] account in
                    account.record.accessEndsAt = now.milliseconds
                }
            }
        }
        routes.post("official-accounts/:id/block") { request, context in
            let id = context.parameters.get("id") ?? ""
            return try await answer(request) { fields throws(ControlProblem) in
                try fields.allow(["person", "blocked"])
                let person = try fields.text("person")
                let isBlocked = try fields.flag("blocked", default: true)
                return try change(id) { account in
                    if isBlocked {
                        account.blocked.insert(person)
                    } else {
                        account.blocked.remove(person)
                    }
                }
            }
        }
    }

    private func change(
        _ id: String, _ body: @Sendable (inout OABoard.Account) -> Void
    ) throws(ControlProblem) -> SimulatedOfficialAccount {
        try host.access { state throws(ControlProblem) in
            guard var account = state.platform.officialAccounts.accounts[id] else {
                throw ControlProblem(
                    status: 404, what: "there is no Official Account '\(id.prefix(64))'",
                    place: "id", next: "List them with GET /sim/official-accounts")
            }
            body(&account)
            state.platform.officialAccounts.accounts[id] = account
            return account.record
        }
    }
}

extension SimulatorControl {
    /// Creates an Official Account with its application and a first pair of tokens.
    package func createOfficialAccount(
        name: String, paidMessages: Int = 0
    ) async throws(SimulatorControlFailure) -> SimulatedOfficialAccount {
        struct Body: Encodable {
            let name: String
            let paidMessages: Int

            enum CodingKeys: String, CodingKey {
                case name
                case paidMessages = "paid_messages"
            }
        }
        return try await post(
            "official-accounts", Body(name: name, paidMessages: paidMessages))
    }

    /// Returns the Official Account as it is now.
    package func officialAccount(
        _ id: String
    ) async throws(SimulatorControlFailure) -> SimulatedOfficialAccount? {
        struct Answer: Decodable {
            let accounts: [SimulatedOfficialAccount]

            enum CodingKeys: String, CodingKey { case accounts = "official_accounts" }
        }
        let answer: Answer = try await call("GET", "official-accounts", body: nil)
        return answer.accounts.first { $0.id == id }
    }

    /// Has events posted to an address from now on; what waits is posted at once.
    package func setWebhook(
        _ url: String, ofOfficialAccount id: String
    ) async throws(SimulatorControlFailure) -> SimulatedOfficialAccount {
        try await post("official-accounts/\(id)/webhook", ["url": url])
    }

    /// Ends the access token now.
    package func expireToken(
        ofOfficialAccount id: String
    ) async throws(SimulatorControlFailure) -> SimulatedOfficialAccount {
        try await post("official-accounts/\(id)/expire", [String: String]())
    }

    /// Has a person take no messages of an Official Account any more, or take them again.
    package func block(
        _ person: String, ofOfficialAccount id: String, isBlocked: Bool = true
    ) async throws(SimulatorControlFailure) -> SimulatedOfficialAccount {
        try await post(
            "official-accounts/\(id)/block",
            ["person": person, "blocked": isBlocked ? "true" : "false"])
    }
}
