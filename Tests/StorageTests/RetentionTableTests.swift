import Foundation
import Storage
import TestSupport
import Testing

/// The table of the README says how long each kind is kept, as the code does.
@Suite struct RetentionTableTests {
    private static let head =
        "| data of people | where | how long | why | what `people erase` does |"

    private func rows() throws -> [String] {
        let lines = try String(
            contentsOfFile: "\(RepositoryRoot.path)/README.md", encoding: .utf8
        ).components(separatedBy: "\n")
        let found = lines.firstIndex(of: Self.head)
        let head = try #require(found, "README.md has no table 'data of people'")
        return Array(lines[(head + 2)...].prefix { $0.hasPrefix("|") })
    }

    @Test(arguments: RetainedKind.allCases)
    func eachKindIsInTheTableOnceWithItsUsualDays(kind: RetainedKind) throws {
        let wanted = "`\(kind.key)` (\(kind.usualDays))"
        let found = try rows().filter { $0.contains("`\(kind.key)`") }
        #expect(found.count == 1, "README.md, section Privacy: one row with \(wanted)")
        #expect(found.first?.contains(wanted) == true, "README.md lacks \(wanted)")
    }

    @Test func theTableNamesNoSettingThatIsNotThere() throws {
        let known = Set(RetainedKind.allCases.map(\.key))
        let named = try rows().flatMap { row in
            row.components(separatedBy: "`").filter { $0.hasPrefix("privacy.") }
        }
        #expect(Set(named) == known)
    }

    @Test func everyRowIsWhole() throws {
        for row in try rows() {
            let cells = row.components(separatedBy: "|").dropFirst().dropLast()
            #expect(cells.count == 5, "\(row)")
            #expect(cells.allSatisfy { !$0.allSatisfy(\.isWhitespace) }, "\(row)")
        }
    }
}
