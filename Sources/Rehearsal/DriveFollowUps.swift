/// What leaders write after they have read the bot's reply.
struct DriveFollowUps: Sendable {
    /// One thing that somebody means to write, in the chat where it began.
    struct Item: Sendable {
        let kind: DriveKind
        let author: Int

        /// What is to be recorded in the end.
        var lines: [DriveBooks.Line] = []
        var isPrivate = false

        /// What they wrote before, to be sent once more.
        var text = ""
    }

    /// Due in the next wave.
    private var next: [Item] = []

    /// Authors with a question of the bot that they leave without an answer.
    private(set) var leftOpen: Set<Int> = []

    mutating func add(_ item: Item) { next.append(item) }

    mutating func leave(_ author: Int) { leftOpen.insert(author) }

    /// Drops what these authors meant to write; what the bot has asked them may be open again.
    mutating func forget(_ authors: Set<Int>) {
        next.removeAll { authors.contains($0.author) }
        leftOpen.formUnion(authors)
    }

    /// Takes what is due.
    mutating func take() -> [Item] {
        defer { next = [] }
        return next
    }
}
