/// Every sentence the bot can say, by its key in `intents/replies/vi.yaml`.
///
/// `tungngo check` holds this list and the file against each other, both ways.
package enum ReplyKey: String, Hashable, Sendable, CaseIterable {
    case greeting
    case thanks
    case help
    case goodbye
    case notText = "not-text"
    case emptyText = "empty-text"
    case answerAspect = "answer-aspect"
    case answerOverview = "answer-overview"
    case answerUnverified = "answer-unverified"
    case askWhich = "ask-which"
    case dontKnow = "dont-know"
    case catalogueHits = "catalogue-hits"
    case choiceUnclear = "choice-unclear"
    case dossierStatus = "dossier-status"
    case contact
    case reportRecorded = "report-recorded"
    case reportCorrected = "report-corrected"
    case reportVoided = "report-voided"
    case nothingToVoid = "nothing-to-void"
    case nothingToCorrect = "nothing-to-correct"
    case notALeader = "not-a-leader"
    case notYourUnit = "not-your-unit"
    case whichUnit = "which-unit"
    case reportsRecorded = "reports-recorded"
    case subtreeCompared = "subtree-compared"
    case draftAsked = "draft-asked"
    case draftDropped = "draft-dropped"
    case draftEnded = "draft-ended"
    case draftUnknown = "draft-unknown"
    case reportHistory = "report-history"
    case reportUnknown = "report-unknown"
    case reportEnded = "report-ended"
    case reportChanged = "report-changed"
    case reportUnclear = "report-unclear"
    case dayOutside = "day-outside"
    case progress
    case ranking
    case missing
    case campaignDay = "campaign-day"
    case noCampaign = "no-campaign"
    case blockerNotYet = "blocker-not-yet"
    case invitationTaken = "invitation-taken"
    case invitationUnknown = "invitation-unknown"
    case invitationInGroup = "invitation-in-group"
    case safety
    case personalNumber = "personal-number"
    case passedOn = "passed-on"
    case handedAnswer = "handed-answer"
    case handedBack = "handed-back"
    case deskTaken = "desk-taken"
    case deskOnly = "desk-only"
    case deskInPrivate = "desk-in-private"
    case deskHowTo = "desk-how-to"
    case deskList = "desk-list"
    case deskAnswered = "desk-answered"
    case deskDropped = "desk-dropped"
    case deskUnknown = "desk-unknown"
    case deskClosed = "desk-closed"
}
