/// A sentence template in the notation of home-assistant's hassil, parsed.
///
/// | written | node |
/// |---|---|
/// | `bật đèn` | `text`, with its spaces: `tắt[đèn]` joins, `tắt [đèn]` does not |
/// | `(a\|b)` or `a\|b` at the top | `alternatives` |
/// | `[a]` | `optional` |
/// | `(a;b)` | `permutation`: all items, in any order |
/// | `<rule>` | `rule` |
/// | `{list}`, `{list:slot}`, `{0..100:slot}`, `{@list}` | `slot` |
package indirect enum Template: Hashable, Sendable {
    case text(String)
    case sequence([Template])
    case alternatives([Template])
    case optional(Template)
    case permutation([Template])
    case rule(String)
    case slot(SlotReference)
}

/// What stands in braces in a template: where the value comes from and where it goes.
package struct SlotReference: Hashable, Sendable {
    package var source: Source

    /// The slot that takes the value, or the capture when `isCapture`.
    package var name: String

    /// Kept for the response only, not among the slots: `{list:@name}` or `{@list}`.
    package var isCapture: Bool

    package init(source: Source, name: String, isCapture: Bool = false) {
        self.source = source
        self.name = name
        self.isCapture = isCapture
    }

    /// Where the values of a slot come from.
    package enum Source: Hashable, Sendable {
        case list(String)
        /// Written in place, as in `{0..100,5:percent}`: both ends included, step at least 1.
        case range(from: Int, through: Int, step: Int)
    }
}

/// A template that cannot be read, or cannot be written out.
package struct TemplateError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Where, in characters (Unicode scalars) from the start of the template.
    package var offset: Int

    /// What is wrong.
    package var what: String

    /// What the author of the template can do about it.
    package var remedy: String

    package init(offset: Int, what: String, remedy: String) {
        self.offset = offset
        self.what = what
        self.remedy = remedy
    }

    package var description: String {
        "character \(offset + 1): \(what). \(remedy)"
    }
}
