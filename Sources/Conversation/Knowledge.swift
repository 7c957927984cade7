import Campaign
import IntentMatching
import Procedures
import VietText

/// Everything the office has written, checked and compiled: what `Content` makes of `intents/`.
package struct Knowledge: Sendable {
    /// Understands free questions.
    package let questions: QuestionMatcher

    /// Understands sentence templates.
    package let commands: CommandMatcher

    /// What is known of each procedure, by slug.
    package let procedures: [String: Procedure]

    /// What can be asked of a procedure: keys in the order of the file, with names.
    package let aspects: [AspectName]

    /// Campaigns with the readers of their reports, in the order of their ids.
    package let campaigns: [CampaignKnowledge]

    /// Whom the bot speaks for.
    package let office: Office

    /// Danger and old words, looked for in every message.
    package let watched: WatchedWords

    /// Procedures known by name, code and address only.
    package let catalogue: Catalogue

    /// Slugs of checked procedures by their codes on the portal.
    let slugs: [String: String]

    package init(
        questions: QuestionMatcher, commands: CommandMatcher, procedures: [String: Procedure],
        aspects: [AspectName], campaigns: [CampaignKnowledge], office: Office,
        catalogue: Catalogue = Catalogue(), watched: WatchedWords = WatchedWords()
    ) {
        self.questions = questions
        self.commands = commands
        self.procedures = procedures
        self.aspects = aspects
        self.campaigns = campaigns
        self.office = office
        self.watched = watched
        self.catalogue = catalogue
        slugs = Dictionary(
            procedures.values.flatMap { procedure in
                procedure.codes.map { ($0, procedure.slug) }
            },
            uniquingKeysWith: { min($0, $1) })
    }

    /// The campaign with this id, or nil.
    package func campaign(_ id: CampaignID) -> CampaignKnowledge? {
        campaigns.first { $0.campaign.id == id }
    }

    /// The campaign that runs on `day`; of several the one that began last, of none the last one.
    package func campaign(running day: CivilDay) -> CampaignKnowledge? {
        let running = campaigns.filter { $0.campaign.dayNumber(of: day) != nil }
        return (running.isEmpty ? campaigns : running)
            .max { $0.campaign.firstDay < $1.campaign.firstDay }
    }
}

/// A campaign and what reads its reports.
package struct CampaignKnowledge: Sendable {
    package let campaign: Campaign
    package let reader: ReportReader

    package init(campaign: Campaign) {
        self.campaign = campaign
        self.reader = ReportReader(campaign: campaign)
    }
}

/// Something that can be asked of a procedure.
package struct AspectName: Hashable, Sendable {
    /// Key in the files, for instance `le-phi`.
    package let key: String

    /// As people read it, for instance `Phí, lệ phí`.
    package let name: String

    package init(key: String, name: String) {
        self.key = key
        self.name = name
    }
}

/// Whom the bot speaks for: decides whose fees hold and whom to ask.
package struct Office: Hashable, Sendable {
    /// Province whose decisions hold here; nil when the deployment has not said.
    package let province: String?

    /// Whom to ask, as it is said: "bộ phận một cửa Uỷ ban nhân dân xã, phường".
    package let name: String

    /// Where it stands; nil when the unit has not said, as with all that follows.
    package let address: String?

    /// When it works, as it is said: "thứ 2 – thứ 6, 7:30–11:30 và 13:30–17:00".
    package let hours: String?

    /// The number to call.
    package let phone: String?

    /// When its head receives citizens.
    package let receptionDays: String?

    package init(
        province: String? = nil, name: String = Office.defaultName, address: String? = nil,
        hours: String? = nil, phone: String? = nil, receptionDays: String? = nil
    ) {
        self.province = province
        self.name = name
        self.address = address
        self.hours = hours
        self.phone = phone
        self.receptionDays = receptionDays
    }

    /// What is said when the deployment has named no office.
    package static let defaultName = "bộ phận một cửa Uỷ ban nhân dân xã, phường"
}
