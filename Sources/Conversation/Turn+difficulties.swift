import Campaign
import Messaging
import VietText

extension Turn {
    /// What leaders type about difficulties by number or as a list; nil for other talk.
    func difficultyTalk(_ text: String) throws -> Decision? { nil }
}
