import Messaging

/// What Zalo posts to an Official Account's webhook: checks where it comes from and reads it.
///
/// A call without a signature that carries no event is somebody looking whether we are there, and
/// is answered with 200: Zalo turns off a webhook that answers badly. One that carries an event is
/// refused: 200 would say that a message is kept which nobody has vouched for, and if it was
/// Zalo's after all, it comes again and the log says why it was turned away.
struct OAWebhook: Sendable {
    let account: OAAccount
    let profile: OAProfile
    let sends: OARecentSends

    /// Seconds that an event may be older or newer than our clock.
    static let windowSeconds: Int64 = 300

    /// Seconds that an event may be old which Zalo says that it repeats.
    ///
    /// It repeats after 30 s, 5 min, 15 min, 30 min and 1 h, with the event's first time. That it
    /// is a repeat is in a header outside the signature; a message replayed with it is one that
    /// storage has kept already, by its id.
    static let repeatWindowSeconds: Int64 = 7_200

    /// The header of a repeated call, in lower case: how many there were before.
    static let repeatHeader = "num_retry"

    var route: WebhookRoute {
        WebhookRoute(
            account: AccountID(rawValue: account.name), path: "/webhook/zalo-oa/\(account.name)",
            read: read)
    }

    @Sendable func read(_ call: WebhookCall) -> WebhookReading {
        let event = WireJSON.value(OAEvent.self, in: call.body)
        guard let signature = call.header(OASignature.header), !signature.isEmpty else {
            return event?.eventName == nil
                ? .probe : .refused(reason: "an event without a signature")
        }
        guard let event, let timestamp = event.timestamp, let moment = Int64(timestamp) else {
            return .refused(reason: "a signed call that is no event")
        }
        guard event.appID ?? account.appID == account.appID else {
            return .refused(reason: "an event of another application: check app_id")
        }
        let expected = OASignature.hex(
            appID: account.appID, body: call.body, timestamp: timestamp,
            secretKey: account.secretKey)
        guard OASignature.matches(signature, expected) else {
            return .refused(
                reason: "an event with a wrong signature: check app_id and oa_secret_file")
        }
        let age = call.at.milliseconds.subtractingReportingOverflow(moment)
        let isRepeat = call.header(Self.repeatHeader).flatMap { Int($0) } ?? 0 > 0
        let ageMax = isRepeat ? Self.repeatWindowSeconds : Self.windowSeconds
        guard !age.overflow,
            (-Self.windowSeconds * 1_000...ageMax * 1_000).contains(age.partialValue)
        else {
            return .refused(
                reason: "an event that is too old or of the future: check this machine's clock")
        }
        return .received(
            OAInboundMapping(account: account, profile: profile, sends: sends)
                .received(event, sentAt: Timestamp(milliseconds: moment)))
    }
}
