/// What every answer of the Bot API is wrapped in, and some webhook bodies too.
///
/// Errors of the application come with HTTP 200 and `ok` false.
package struct Envelope<Result: Codable & Sendable>: Codable, Sendable {
    package var isOK: Bool
    package var result: Result?

    /// 400, 401, 403, 404, 408 or 429.
    package var errorCode: Int?

    /// Free text; never logged, since nobody promises what is in it.
    package var description: String?

    /// An answer with a result.
    package init(result: Result) {
        isOK = true
        self.result = result
    }

    /// A refusal.
    package init(errorCode: Int, description: String) {
        isOK = false
        self.errorCode = errorCode
        self.description = description
    }

    private enum CodingKeys: String, CodingKey {
        case isOK = "ok"
        case result
        case errorCode = "error_code"
        case description
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        isOK = try container.decode(Bool.self, forKey: .isOK)
        result = container.lenient(Result.self, .result)
        errorCode = container.whole(.errorCode).flatMap { Int(exactly: $0) }
        description = container.text(.description)
    }
}

/// The result of a call that answers with nothing, or with nothing that we use.
package struct EmptyResult: Codable, Hashable, Sendable {
    package init() {}
}
