import CurlHTTP

extension ChannelContract {
    /// A call that neither polls nor sends: who the account is, its tokens, what it may still send.
    package struct OtherCall: Sendable {
        /// What a call came to.
        package struct End: Sendable {
            /// A word of few, for comparing and counting.
            package let outcome: String
            /// Everything that it can print of itself, secrets that it is meant to hold included.
            package let printed: String
            /// What is wrong with it whatever was answered; nil when nothing is.
            package let fault: String?

            package init(_ outcome: String, printed: String, fault: String? = nil) {
                self.outcome = outcome
                self.printed = printed
                self.fault = fault
            }
        }

        /// What an answer comes to.
        package struct Row: Sendable {
            package let reason: String
            package let answer: Answer
            package let outcome: String

            package init(_ reason: String, _ answer: Answer, _ outcome: String) {
                self.reason = reason
                self.answer = answer
                self.outcome = outcome
            }
        }

        package let name: String

        /// Answers, and what each comes to.
        package let rows: [Row]

        /// Makes the call over an exchange.
        package let make: @Sendable (_ exchange: @escaping Exchange) async -> End

        package init(
            _ name: String, rows: [Row],
            make: @escaping @Sendable (_ exchange: @escaping Exchange) async -> End
        ) {
            self.name = name
            self.rows = rows
            self.make = make
        }

        /// Makes the call to a platform that answers like this.
        package func make(answering answer: Answer) async -> End {
            await make { _ async throws(HTTPFailure) in try answer.get() }
        }
    }

    /// Other calls whose answers are taken for something else than they are.
    func misreadAnswers() async -> [String] {
        var broken: [String] = []
        for call in otherCalls {
            for row in call.rows {
                let end = await call.make(answering: row.answer)
                if end.outcome != row.outcome {
                    broken.append(
                        "\(call.name), \(row.reason): \(end.outcome) instead of \(row.outcome)")
                }
                if let fault = end.fault { broken.append("\(call.name), \(row.reason): \(fault)") }
            }
        }
        return broken
    }
}
