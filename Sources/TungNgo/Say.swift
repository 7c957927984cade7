import ArgumentParser
import CurlHTTP
import Messaging
import Simulator

/// Posts one message on the simulated platform and prints what the bot answers.
struct Say: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Post a message to a running simulator as a person, and print the answer.")

    /// Where `demo` and `simulate` listen unless told otherwise.
    static let usualSimulator = "http://127.0.0.1:8899"

    @Argument(help: "What to say, in quotation marks.")
    var text: String

    @Option(name: .customLong("as"), help: "Id of the person, for instance chi-hoa.")
    var person: String

    @Option(help: "Id of the group; a private chat with the bot when left out.")
    var group: String?

    @Option(help: "Id of the bot, where there are several; see GET /sim/bots.")
    var bot: String?

    @Flag(help: "In a group, do not mention the bot.")
    var withoutMention = false

    @Option(help: "Where the simulator listens.")
    var simulator = Say.usualSimulator

    @Option(help: "Seconds to wait for an answer.")
    var wait = 5

    func validate() throws {
        guard (0...60).contains(wait) else {
            throw ValidationError("--wait must be between 0 and 60, not \(wait).")
        }
    }

    func run() async throws {
        let http = try HTTPClient()
        let control = SimulatorControl(base: simulator, client: http)
        let post = NewPost(
            from: person, text: text, bot: bot, group: group,
            mention: group != nil && !withoutMention)
        do {
            let replies = try await say(post, control, waitSeconds: wait)
            for reply in replies { print(reply.text) }
            if replies.isEmpty { print("(không có trả lời trong \(wait) giây)") }
        } catch {
            complain("\(error)")
            throw ExitCode(1)
        }
        await http.shutdown()
    }
}

/// Posts a message and returns what the bot writes into the chat, one message or more at once.
func say(
    _ post: NewPost, _ control: SimulatorControl, waitSeconds: Int
) async throws(SimulatorControlFailure) -> [SimulatedMessage] {
    let posted = try await control.post(post)
    let query = MessageQuery(since: posted.sequence, chat: posted.chat, author: .bots)
    return try await control.messages(query, waitSeconds: waitSeconds).messages
}
