import VietText

/// What an admin asks of the machine in a private chat: a slash, and a word with or without marks.
enum OperationsCommand: Hashable {
    /// `/tinhtrang`: how all fares.
    case state
    /// `/loi`: what went wrong lately.
    case errors
    /// `/tamdung NAME`; the name is empty when none was typed.
    case pause(String)
    /// `/tieptuc NAME`.
    case resume(String)
    /// `/nhatky #TRACE`; the trace is empty when none was typed.
    case trail(String)
    /// A slash with anything else.
    case unknown

    /// Reads a text; nil when it does not begin with a slash.
    init?(_ text: String) {
        let words = text.split(whereSeparator: \.isWhitespace)
        guard let first = words.first, first.hasPrefix("/") else { return nil }
        // Telegram writes the bot's name behind a command in its menu: /loi@ten_bot.
        let head = first.dropFirst().prefix { $0 != "@" }
        let typed = ([head] + words.dropFirst()).map { folded(String($0)) }
        for (phrase, command) in Self.phrases {
            for spelling in [[phrase.joined()], phrase] where typed.starts(with: spelling) {
                let rest = words.dropFirst(spelling.count)
                self = command(rest.first.map(String.init) ?? "")
                return
            }
        }
        self = .unknown
    }

    private static let phrases: [([String], @Sendable (String) -> OperationsCommand)] = [
        (["tinh", "trang"], { _ in .state }), (["loi"], { _ in .errors }),
        (["tam", "dung"], { .pause(unquoted($0)) }), (["tiep", "tuc"], { .resume(unquoted($0)) }),
        (["nhat", "ky"], { .trail(String($0.drop { $0 == "#" }).lowercased()) }),
    ]

    /// A name as it stands in what the bot writes, in quotation marks.
    private static func unquoted(_ name: String) -> String {
        name.filter { !"\"“”'".contains($0) }
    }
}
