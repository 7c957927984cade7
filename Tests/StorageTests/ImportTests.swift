import Campaign
import Conversation
import Messaging
import Storage
import Testing
import VietText

@Suite struct ImportTests {
    private static func file(
        _ name: String = "so.csv", digest: String = "d1", days: Range<Int> = 0..<3
    ) throws -> FigureFile {
        FigureFile(
            name: name, digest: digest,
            figures: try days.flatMap { offset in
                try [households, IndicatorKey(rawValue: "hs")].map { indicator in
                    Figure(
                        unit: hamlet, indicator: indicator,
                        day: CivilDay.example.adding(days: offset),
                        amount: Amount(.add, try Quantity(Int64(offset + 1))))
                }
            })
    }

    @discardableResult
    private func bringIn(
        _ file: FigureFile, to store: Store, repeats: Bool = false,
        check: ([LedgerEntry]) throws -> Void = { _ in }
    ) throws -> ImportedReports {
        try store.importFigures(
            file, into: drive, repeats: repeats, at: start, progress: { _ in }, check: check)
    }

    @Test func figuresOfAUnitAndDayMakeOneReportAndCountLikeAnyOther() throws {
        let store = try Store.inMemory(startedAt: start)
        try store.keep(message("m1"))
        try store.turn { _, situation in try recording(7, situation) }
        let made = try bringIn(try Self.file(), to: store)
        #expect(made.first == 2 && made.last == 4)
        let later = CivilDay.example.adding(days: 9)
        let total = try store.totals(of: drive, units: [hamlet], through: later)
        #expect(total[hamlet]?[households]?.value == (try Quantity(7 + 1 + 2 + 3)))
        try store.keep(message("m2"))
        try store.turn { _, situation in
            #expect(try situation.books.nextReportNumber() == 5)
            return try recording(1, situation, corrects: 2)
        }
        let lines = try store.ledgerLines(of: drive)
        #expect(lines.map(\.entry.report) == [1, 2, 2, 3, 3, 4, 4, 5])
        #expect(
            lines.map(\.isImported) == [false, true, true, true, true, true, true, false])
        #expect(lines.map(\.reporter).first == "Lan" && lines[1].reporter == "so.csv")
        #expect(lines[1].state == .corrected(by: 5) && lines[3].state == .standing)
        #expect(lines.last?.corrects == 2)
    }

    @Test func theSameFileIsRefusedUnlessItIsWished() throws {
        let store = try Store.inMemory(startedAt: start)
        try bringIn(try Self.file(), to: store)
        let entries = try store.standingEntries(of: drive)
        let refusal = #expect(throws: ImportedBefore.self) {
            try bringIn(try Self.file("khac.csv"), to: store)
        }
        #expect(refusal?.at == start && refusal?.name == "so.csv")
        #expect(try store.standingEntries(of: drive) == entries)
        try bringIn(try Self.file(), to: store, repeats: true)
        try bringIn(try Self.file(), to: store, repeats: true)
        #expect(try store.standingEntries(of: drive).count == 3 * entries.count)
        try bringIn(try Self.file(digest: "d2"), to: store)
    }

    @Test func whatTheCheckRefusesLeavesNothingBehind() throws {
        let store = try Store.inMemory(startedAt: start)
        try bringIn(try Self.file(), to: store)
        let (entries, counts) = (try store.standingEntries(of: drive), try store.counts())
        #expect(throws: Poison.self) {
            try bringIn(try Self.file(digest: "d2"), to: store) { standing in
                #expect(standing == entries)
                throw Poison()
            }
        }
        #expect(try store.standingEntries(of: drive) == entries)
        #expect(try store.counts() == counts)
    }

    @Test func aDayOutOfShapeRefusesTheWholeFile() throws {
        let store = try Store.inMemory(startedAt: start)
        var figures = try Self.file().figures
        figures.append(
            Figure(
                unit: hamlet, indicator: households, day: CivilDay(daysSinceEpoch: 9_000_000),
                amount: Amount(.add, .zero)))
        #expect(throws: StoreError.self) {
            try bringIn(FigureFile(name: "x", digest: "d", figures: figures), to: store)
        }
        #expect(try store.ledgerLines(of: drive) == [])
        #expect(try store.counts().received == 0)
    }

    @Test func anotherCampaignsLinesAreNotThere() throws {
        let store = try Store.inMemory(startedAt: start)
        try bringIn(try Self.file(), to: store)
        let other = CampaignID(rawValue: "khac")
        #expect(try store.ledgerLines(of: other) == [])
        #expect(try store.standingEntries(of: other) == [])
        // The same figures may belong to two campaigns.
        _ = try store.importFigures(
            try Self.file(), into: other, repeats: false, at: start, progress: { _ in },
            check: { #expect($0 == []) })
        #expect(try store.ledgerLines(of: other).count == 6)
    }
}
