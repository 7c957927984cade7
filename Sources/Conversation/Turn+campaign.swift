import Campaign
import Messaging
import VietText

extension Turn {
    /// The campaign that is meant.
    ///
    /// The one named by its name, when several run; else that of the chat, when the sender has
    /// nothing to do with another; else one in which the sender leads something, one that runs
    /// first; else the one that runs.
    var campaignInView: CampaignKnowledge? {
        if let named = campaignNamed { return named.knowledge }
        let led = situation.roles.map(\.campaign)
        if let chat = situation.chatUnit?.campaign, led.isEmpty || led.contains(chat),
            let known = knowledge.campaign(chat)
        {
            return known
        }
        let known = led.compactMap(knowledge.campaign)
        return known.first { $0.campaign.dayNumber(of: today) != nil } ?? known.first
            ?? situation.chatUnit.flatMap { knowledge.campaign($0.campaign) }
            ?? knowledge.campaign(running: today)
    }

    /// The campaign named in the message, of several that run, and the text without its name.
    var campaignNamed: (knowledge: CampaignKnowledge, rest: String)? {
        let running = knowledge.campaigns.filter { $0.campaign.dayNumber(of: today) != nil }
        guard running.count > 1, case .text(let text) = message.content else { return nil }
        var tokens: [Token] = []
        scan(text, into: &tokens)
        var best: (knowledge: CampaignKnowledge, tokens: Range<Int>, isTied: Bool)?
        for candidate in running {
            guard let found = Self.name(of: candidate.campaign, in: tokens) else { continue }
            if let known = best, known.tokens.count >= found.count {
                if known.tokens.count == found.count { best?.isTied = true }
                continue
            }
            best = (candidate, found, false)
        }
        guard let best, !best.isTied else { return nil }
        let bytes = Array(text.utf8)
        let start = Int(tokens[best.tokens.lowerBound].start)
        let end = Int(tokens[best.tokens.upperBound - 1].end)
        return (
            best.knowledge,
            String(decoding: bytes[..<start], as: UTF8.self)
                + String(decoding: bytes[end...], as: UTF8.self)
        )
    }

    /// Where a text names a campaign, with or without the word for what it is.
    private static func name(of campaign: Campaign, in tokens: [Token]) -> Range<Int>? {
        let name = Syllable.words(of: campaign.name)
        let short = kinds.first { kind in
            name.count > kind.count + 1
                && zip(kind, name).allSatisfy { $0.key == $1.key }
        }.map { Array(name.dropFirst($0.count)) }
        for words in [name, short ?? name] where !words.isEmpty && words.count <= tokens.count {
            for start in 0...tokens.count - words.count
            where zip(words, tokens[start...]).allSatisfy({ $1.is($0) }) {
                return start..<start + words.count
            }
        }
        return nil
    }

    private static let kinds = ["chiến dịch", "phong trào", "đợt cao điểm", "đợt", "cuộc thi"].map {
        Syllable.words(of: $0)
    }
}
