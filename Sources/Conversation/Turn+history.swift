import Campaign
import Messaging
import VietText

extension Turn {
    /// Corrections, undos and histories of a report by its number ('#A12'); nil for other talk.
    func numberedTalk(_ text: String) throws -> Decision? { nil }
}
