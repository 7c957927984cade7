import VietText

/// A unit that a text names, and the words around the name.
package struct UnitMention: Hashable, Sendable {
    /// The units that the name may mean: one when it is plain, none when no name was found.
    package let units: [UnitID]

    /// What stands before the first name; all of the text when no name was found.
    package let before: String

    /// What stands behind the last name.
    package let behind: String
}

extension ReportReader {
    /// Finds the unit that a text names, as people write it: without marks, in short forms, with
    /// the unit above behind it (`ấp 1, xã Lộc Hòa`).
    ///
    /// - Parameters:
    ///   - text: Words of a command, without its beginning.
    ///   - sender: A unit of whoever speaks: of several with one name the nearest is meant.
    /// - Returns: The units and the words around.
    package func unitMention(in text: String, near sender: UnitID?) -> UnitMention {
        let limited = String(text.prefix(Self.charactersMax))
        // The day decides nothing about names.
        let day = campaign.firstDay
        let scan = ReportScan(limited, names: names, campaign: campaign, sentOn: day)
        guard let first = scan.units.first, let last = scan.units.last else {
            return UnitMention(units: [], before: limited, behind: "")
        }
        let place = ReportPlace(scan: scan, campaign: campaign, sentOn: day)
        let bytes = scan.text.bytes
        let start = scan.text.bytes(of: first.tokens).lowerBound
        let end = scan.text.bytes(of: last.tokens).upperBound
        return UnitMention(
            units: place.namedUnits(near: sender),
            before: String(decoding: bytes[..<start], as: UTF8.self),
            behind: String(decoding: bytes[end...], as: UTF8.self))
    }
}
