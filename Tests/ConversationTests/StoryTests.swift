import Content
import Foundation
import TestSupport
import Testing

/// Whole conversations in `Tests/Stories`: the expected text is the review.
///
/// `UPDATE_STORIES=1 swift test --filter StoryTests` writes them anew after a wished change.
@Suite struct StoryTests {
    private static let folder = "Tests/Stories"

    static let names = ((try? RepositoryRoot.names(in: folder)) ?? [])
        .filter { $0.hasSuffix(".txt") }

    @Test func thereAreStories() {
        #expect(Self.names.count >= 25)
    }

    @Test(arguments: names)
    func goesAsWritten(_ name: String) throws {
        let path = "\(Self.folder)/\(name)"
        let written = String(decoding: try RepositoryRoot.bytes(of: path), as: UTF8.self)
        var story = Story(try OfficeContent.shared())
        let told = try story.retold(written)
        if ProcessInfo.processInfo.environment["UPDATE_STORIES"] == "1" {
            try Data(told.utf8).write(to: URL(fileURLWithPath: "\(RepositoryRoot.path)/\(path)"))
            return
        }
        let (expected, actual) = (Self.lines(written), Self.lines(told))
        for index in 0..<max(expected.count, actual.count) {
            let (old, new) = (Self.line(index, expected), Self.line(index, actual))
            guard old != new else { continue }
            Issue.record("\(path):\(index + 1)\nwritten: \(old)\n    now: \(new)")
            return
        }
    }

    private static func lines(_ text: String) -> [Substring] {
        text.split(separator: "\n", omittingEmptySubsequences: false)
    }

    private static func line(_ index: Int, _ lines: [Substring]) -> Substring {
        index < lines.count ? lines[index] : "(the end)"
    }
}
