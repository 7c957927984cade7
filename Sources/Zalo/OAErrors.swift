import Messaging

// What the error codes of the Official Account API mean to the gateway, in one table.
// Source: developers.zalo.me/docs/official-account/phu-luc/ma-loi, and the codes as clients have
// met them; read 2026-11-22.

extension SendFailure {
    /// Seconds to wait after "too many calls in this minute".
    package static let callRatePauseSeconds: Int64 = 60

    /// Seconds to wait when messages are used up: somebody must buy some, or the night must end.
    package static let usedUpPauseSeconds: Int64 = 3_600

    /// What a failed send of an Official Account means.
    package init(officialAccount failure: CallFailure) {
        guard case .refused(let code, _) = failure else {
            // No answer, or none of the API: as with the Bot API.
            self = SendFailure(failure)
            return
        }
        let invalid = failure.refusesToken ? OAError.meanings[-216] : nil
        guard let meaning = OAError.meanings[code] ?? invalid else {
            // The message was certainly not taken; what the code says may pass.
            self = .tryAgain(reason: failure.reason)
            return
        }
        let reason = "Zalo error \(code): \(meaning.words)"
        switch meaning.verdict {
        case .tryAgain: self = .tryAgain(reason: reason)
        case .wait(let seconds): self = .tryAgainAfter(seconds: seconds, reason: reason)
        case .gone: self = .recipientGone(reason: reason)
        case .never: self = .refused(reason: reason)
        case .accountStops: self = .credentialsExpired(reason: reason)
        }
    }
}

extension CallFailure {
    /// Whether the platform does not take the access token: renew it, and call once more.
    ///
    /// The codes come with either sign, by the observation of other clients.
    package var refusesToken: Bool {
        code.map { [216, 220, 401].contains($0.magnitude) } ?? false
    }
}

/// An error of the Official Account API: what to do about it, and how it is told to an admin.
enum OAError {
    /// What the sender does.
    enum Verdict: Hashable {
        case tryAgain
        case wait(seconds: Int64)
        /// Until the person writes again.
        case gone
        case never
        case accountStops
    }

    struct Meaning {
        let verdict: Verdict
        /// What is wrong and what to do, without anything personal.
        let words: String

        init(_ verdict: Verdict, _ words: String) {
            self.verdict = verdict
            self.words = words
        }
    }

    static let meanings = limits.merging(recipients) { $1 }.merging(account) { $1 }
        .merging(message) { $1 }

    /// Too much, or too fast.
    private static let limits: [Int: Meaning] = [
        -32: Meaning(
            .wait(seconds: SendFailure.callRatePauseSeconds),
            "the application calls too often; sending goes on in a minute"),
        -211: Meaning(
            .wait(seconds: SendFailure.usedUpPauseSeconds),
            "no messages are left: 8 answers are free in the 48 hours after a person's message, "
                + "the others come out of the package. Buy more at oa.zalo.me"),
        -234: Meaning(
            .wait(seconds: SendFailure.usedUpPauseSeconds),
            "Zalo does not send this kind of message at night"),
        -320: Meaning(
            .wait(seconds: SendFailure.usedUpPauseSeconds),
            "the application has no Zalo Cloud Account to pay from; link one"),
        -321: Meaning(
            .wait(seconds: SendFailure.usedUpPauseSeconds),
            "the Zalo Cloud Account is out of money; top it up"),
    ]

    /// The person or the group.
    private static let recipients: [Int: Meaning] = [
        -213: Meaning(.gone, "the person does not follow the Official Account"),
        -217: Meaning(.gone, "the person takes no messages of this Official Account"),
        -218: Meaning(.gone, "the person has had as many messages as Zalo lets through"),
        -227: Meaning(.gone, "the person's account is blocked or has not been used for 45 days"),
        -244: Meaning(.gone, "the person has turned this kind of message off"),
        -230: Meaning(
            .never,
            "the person has not written in 7 days; Zalo lets the Official Account write again "
                + "once they do"),
        -232: Meaning(
            .never,
            "the person has never written, or too long ago; Zalo lets the Official Account write "
                + "once they do"),
        -237: Meaning(.gone, "the group's term is over; renew it at oa.zalo.me"),
        -403: Meaning(.gone, "the Official Account is not in the group"),
    ]

    /// The account, the application or its rights.
    private static let account: [Int: Meaning] = [
        -204: Meaning(.accountStops, "the Official Account is disabled or deleted"),
        -205: Meaning(.accountStops, "there is no such Official Account"),
        -209: Meaning(.never, "the application may not use this part of the API; ask for it"),
        -212: Meaning(.never, "the application is not registered for this part of the API"),
        -216: Meaning(
            .accountStops,
            "the access token is not valid though it was renewed; is app_id the application's "
                + "that the Official Account has allowed?"),
        -220: Meaning(
            .accountStops,
            "the access token has expired though it was renewed; is this machine's clock right?"),
        -221: Meaning(.never, "the Official Account is not verified; have it verified"),
        -223: Meaning(
            .accountStops, "the Official Account has not allowed the application to act for it"),
        -224: Meaning(
            .never, "the Official Account's package does not hold this; upgrade at oa.zalo.me"),
        -235: Meaning(.never, "the API does not serve this type of Official Account"),
        -238: Meaning(.never, "the group's package is in use or has expired"),
        -241: Meaning(.never, "the group's package has been used for another group"),
        -248: Meaning(.never, "Zalo holds the message for a breach of its rules"),
    ]

    /// The message itself.
    private static let message: [Int: Meaning] = [
        -100: Meaning(.never, "the attachment has expired"),
        -200: Meaning(.tryAgain, "the message could not be sent"),
        -201: Meaning(.never, "a part of the call is not valid"),
        -210: Meaning(.never, "the text is longer than Zalo takes"),
        -233: Meaning(.never, "Zalo does not support this kind of message, or not any more"),
        -240: Meaning(.never, "Zalo has shut this call down; update the program"),
    ]
}
