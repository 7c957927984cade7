import VietText

/// A procedure that the office knows by name only: where it stands on the portal, and no figures.
package struct CatalogueEntry: Hashable, Sendable {
    /// Code on the national portal, for instance `1.004194`.
    package let code: String

    /// Official name, on one line.
    package let name: String

    /// Field of administration (lĩnh vực); empty when the portal gives none.
    package let field: String

    /// Who carries it out, as the portal says it: "Cấp tỉnh, Cấp xã"; empty when it gives none.
    package let level: String

    /// Number of the decision that announced it (quyết định công bố); empty when not given.
    package let decision: String

    /// Address of its page; empty when not given.
    package let address: String

    /// The day on which the portal was read.
    package let readOn: CivilDay

    package init(
        code: String, name: String, field: String, level: String, decision: String,
        address: String, readOn: CivilDay
    ) {
        self.code = code
        self.name = name
        self.field = field
        self.level = level
        self.decision = decision
        self.address = address
        self.readOn = readOn
    }
}
