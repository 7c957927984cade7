import IntentMatching
import Procedures
import VietText

/// Procedures that nobody has checked yet: known by name, code and address.
extension Turn {
    /// A text that is the name of a procedure, whole or nearly: it goes before any card, since a
    /// card of another procedure that shares a few words would be a wrong answer.
    func namedInCatalogue(_ text: String) -> Decision? {
        guard Syllable.words(of: text).count >= CatalogueThresholds.namedWordsMin else {
            return nil
        }
        let found = knowledge.catalogue.candidates(for: text)
        guard let first = found.first, CatalogueThresholds.names(first),
            slug(of: first) == nil
        else { return nil }
        return shown(found)
    }

    /// What a text resembles when no checked procedure answers it; nil when that is too little.
    func foundInCatalogue(_ text: String) -> Decision? {
        let found = knowledge.catalogue.candidates(for: text)
            .filter(CatalogueThresholds.resembles)
        guard let first = found.first else { return nil }
        // A checked procedure under another of its names: better its card than its address.
        if slug(of: first) != nil {
            return askBack(found.compactMap(slug), aspect: reading.questions.first?.aspect)
        }
        return shown(found)
    }

    private func slug(of candidate: Catalogue.Candidate) -> String? {
        knowledge.slugs[knowledge.catalogue.entries[candidate.index].code]
    }

    private func shown(_ found: [Catalogue.Candidate]) -> Decision {
        // Of an exact name only what comes close to it is worth a line.
        let least = (found.first?.score ?? 0) * CatalogueThresholds.shownShare
        let entries = found.filter { $0.score >= least }
            .map { knowledge.catalogue.entries[$0.index] }
        var fields = office
        fields["day"] = .text(entries.map(\.readOn).min()?.vietnamese ?? "")
        fields["hits"] = .rows(
            entries.map { entry in
                [
                    "name": .text(Self.shortened(entry.name)), "code": .text(entry.code),
                    "level": .text(entry.level), "address": .text(entry.address),
                ]
            })
        return Decision(.abstained, replies: [Reply(.catalogueHits, fields)])
    }

    /// Letters of a name that are shown: three names and addresses must fit one screen.
    private static let lettersMax = 110

    private static func shortened(_ name: String) -> String {
        guard name.count > lettersMax else { return name }
        let head = name.prefix(lettersMax)
        return (head.lastIndex(of: " ").map { head[..<$0] } ?? head) + "…"
    }
}

/// How much a text must share with a name of the catalogue before the bot speaks of it.
///
/// Measured with 2,642 names typed back whole and with one word in three left out, against a
/// thousand questions and group messages that mean none of them.
enum CatalogueThresholds {
    /// Fewer words name nothing exactly.
    static let namedWordsMin = 4

    /// Candidates behind the first by more than this are not shown.
    static let shownShare: Float = 0.7

    /// Whether a text is a name, whole or a good part of it, and little else.
    static func names(_ candidate: Catalogue.Candidate) -> Bool {
        let isWhole =
            candidate.nameShare >= 0.85 && candidate.textShare >= 0.85 && candidate.weight >= 35
        let isPart =
            candidate.textShare >= 0.9 && candidate.score >= 0.6 && candidate.weight >= 60
        return isWhole || isPart
    }

    /// Whether a text that nothing else answers may mean a name.
    static func resembles(_ candidate: Catalogue.Candidate) -> Bool {
        (candidate.score >= 0.55 && candidate.weight >= 14)
            || (candidate.nameShare >= 0.8 && candidate.weight >= 40)
            || (candidate.textShare >= 0.9 && candidate.weight >= 20)
    }
}
