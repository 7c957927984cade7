import Campaign
import Messaging
import VietText

extension Turn {
    /// Who leads what, which chat belongs to whom, quiet: what leaders and admins type; nil for other talk.
    func peopleTalk(_ text: String) throws -> Decision? { nil }
}
