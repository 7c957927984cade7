import CurlHTTP
import Messaging
import Wire

/// Opens an Official Account's channel: checks that its tokens work, then hands out what the
/// gateway uses of it.
package struct OAChannel: Sendable {
    /// UTF-16 units of a message at the most: below the platform's 2,000 "characters", whose unit
    /// it does not name.
    package static let textUnitsMax = 1_900

    /// Who the account is, as the platform said at the start.
    package let profile: OAProfile

    package let channel: Channel

    /// Renews the tokens if their end is near.
    ///
    /// Sends do so too; the channel's upkeep does it for an account that sends nothing, since its
    /// refresh token dies after 3 months without use.
    package let renewIfDue: @Sendable () async -> Void

    /// Returns how many messages may still be sent.
    package let quota: @Sendable () async throws(SendFailure) -> OAQuota

    /// Asks the platform who the account is, with its tokens renewed when they need it.
    ///
    /// - Parameters:
    ///   - account: Whose channel.
    ///   - exchange: Sends one HTTP request; `HTTPClient.execute` outside of tests.
    ///   - now: Reads the clock.
    ///   - trouble: Told what an admin should know though sends still go well, nil when it is over.
    /// - Returns: The account and its channel.
    /// - Throws: `StartFailure`; when its `mayPass` is true, try again later.
    package static func open(
        _ account: OAAccount, exchange: @escaping BotAPI.Exchange,
        now: @escaping @Sendable () -> Timestamp,
        trouble: @escaping @Sendable (OATrouble?) -> Void = { _ in }
    ) async throws(StartFailure) -> OAChannel {
        let api = OfficialAccountAPI(base: account.base, exchange: exchange)
        let oauth = OAuthAPI(
            appID: account.appID, appSecret: account.appSecret, base: account.oauthBase,
            exchange: exchange)
        let tokens: OATokens
        do {
            tokens = try OATokens(
                file: OATokenFile(path: account.tokenFile),
                renew: { refresh, now in await oauth.renew(refresh, at: now) },
                now: now, trouble: trouble)
        } catch {
            throw .tokensUnusable(reason: "\(error)")
        }
        let calls = OACalls(tokens: tokens)
        let profile: OAProfile
        do throws(OACalls.Failure) {
            profile = try await calls.run { access async throws(CallFailure) in
                try await api.profile(access: access)
            }
        } catch {
            throw error.atStart
        }
        let sends = OARecentSends()
        let webhook = OAWebhook(account: account, profile: profile, sends: sends)
        let quota = { @Sendable () async throws(SendFailure) -> OAQuota in
            do throws(OACalls.Failure) {
                return try await calls.run { access async throws(CallFailure) in
                    try await api.quota(access: access)
                }
            } catch {
                throw error.ofSend
            }
        }
        let channel = Channel(
            account: webhook.route.account, textUnitsMax: textUnitsMax,
            intake: .push([webhook.route]), rates: .zalo,
            upkeep: upkeep(tokens, quota),
            send: { message async throws(SendFailure) in
                let sent = try await send(message, api, calls)
                if let id = sent.message { sends.add(id.rawValue) }
                return sent
            })
        return OAChannel(
            profile: profile, channel: channel,
            renewIfDue: { _ = try? await tokens.access() }, quota: quota)
    }

    /// Tokens are renewed within their last hour, so an hour between two looks is enough.
    private static func upkeep(
        _ tokens: OATokens, _ quota: @escaping @Sendable () async throws(SendFailure) -> OAQuota
    ) -> ChannelUpkeep {
        ChannelUpkeep(everySeconds: TokenRefresh.aheadSeconds) {
            _ = try? await tokens.access()
            do throws(SendFailure) {
                let quota = try await quota()
                guard let left = quota.remain else {
                    return .unknown(reason: "Zalo did not say how many messages are left")
                }
                return .known(left: left, total: quota.total)
            } catch {
                return .unknown(reason: error.reason)
            }
        }
    }

    private static func send(
        _ message: OutboundMessage, _ api: OfficialAccountAPI, _ calls: OACalls
    ) async throws(SendFailure) -> Sent {
        guard message.text.utf16.count <= OfficialAccountAPI.textUnitsMax else {
            throw .refused(reason: "the text is longer than Zalo takes")
        }
        guard message.text.contains(where: { !$0.isWhitespace }) else {
            throw .refused(reason: "the text is empty")
        }
        do throws(OACalls.Failure) {
            let id = try await calls.run { access async throws(CallFailure) in
                try await api.send(
                    to: OATarget(message.chat), text: message.text, access: access)
            }
            return Sent(message: id.map { MessageID(rawValue: $0) })
        } catch {
            throw error.ofSend
        }
    }
}

/// Calls of the API with a token: one that is refused is renewed, and the call made once more.
struct OACalls: Sendable {
    let tokens: OATokens

    /// Why a call brought nothing.
    enum Failure: Error {
        case call(CallFailure)
        /// There is no token to call with.
        case token(SendFailure)

        /// What it means to a send.
        var ofSend: SendFailure {
            switch self {
            case .call(let failure): SendFailure(officialAccount: failure)
            case .token(let failure): failure
            }
        }

        /// What it means to a start.
        var atStart: StartFailure {
            switch self {
            case .call(.transport(.cancelled)), .call(.transport(.shutDown)): return .cancelled
            case .call(.transport(.badRequest)):
                return .callRefused(reason: ofSend.reason)
            case .call, .token: break
            }
            return switch ofSend {
            case .credentialsExpired(let reason): .tokensUnusable(reason: reason)
            case .tryAgain, .tryAgainAfter, .outcomeUnknown: .unreachable(reason: ofSend.reason)
            case .refused, .recipientGone: .tokensUnusable(reason: ofSend.reason)
            }
        }
    }

    /// A refusal of the token says that nothing was carried out, so that a second call is safe.
    func run<Value: Sendable>(
        _ call: @Sendable (Secret) async throws(CallFailure) -> Value
    ) async throws(Failure) -> Value {
        let access = try await token { () async throws(SendFailure) in try await tokens.access() }
        do throws(CallFailure) {
            return try await call(access)
        } catch {
            guard error.refusesToken else { throw .call(error) }
        }
        let renewed = try await token { () async throws(SendFailure) in
            try await tokens.access(afterRefusalOf: access)
        }
        do throws(CallFailure) {
            return try await call(renewed)
        } catch {
            if error.refusesToken, let reason = await tokens.deathReason {
                throw .token(.credentialsExpired(reason: reason))
            }
            throw .call(error)
        }
    }

    private func token(
        _ get: @Sendable () async throws(SendFailure) -> Secret
    ) async throws(Failure) -> Secret {
        do throws(SendFailure) {
            return try await get()
        } catch {
            throw .token(error)
        }
    }
}
