import Campaign
import Messaging
import VietText

extension Turn {
    /// A word on a report that waits for one ('đúng', 'bỏ', a mended number); nil for other talk.
    func draftTalk(_ text: String) throws -> Decision? { nil }
}
