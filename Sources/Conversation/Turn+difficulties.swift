import Campaign
import Messaging
import VietText

extension Turn {
    /// Seconds within which the same difficulty of the same person is not opened again.
    static let sameDifficultySeconds: Int64 = 3_600

    /// Difficulties that one list shows.
    private static let listMax = 10

    /// Characters of a difficulty, or of how it was resolved, that are kept.
    private static let keptMax = 1_000

    // MARK: Telling

    /// Opens a difficulty, told alone or inside a report.
    ///
    /// The same words of the same person for the same unit within an hour open nothing.
    ///
    /// - Returns: What to store, and the fields `blocker` (its text), `ticket` (its number),
    ///   `again` (it was there already), `hours` and `above` (when it goes up, and to whom).
    func opened(
        _ blocker: String, unit: UnitID, campaign: Campaign
    ) throws -> (effects: [Effect], fields: ReplyFields) {
        let text = String(PersonalNumbers(in: blocker).masked.prefix(Self.keptMax))
        let words = Self.words(of: text)
        var fields: ReplyFields = ["blocker": .text(shown(text))]
        let role = Role(campaign: campaign.id, unit: unit)
        let since = situation.now.adding(seconds: -Self.sameDifficultySeconds)
        if let earlier = try situation.difficulties.lastTold(role, words, since) {
            fields["ticket"] = .number(earlier.told.number)
            fields["again"] = true
            return ([], fields)
        }
        let told = NewDifficulty(
            number: try situation.difficulties.nextNumber(), campaign: campaign.id, unit: unit,
            text: text, words: words)
        fields["ticket"] = .number(told.number)
        if let above = campaign.units.parent(of: unit) {
            fields["above"] = .text(above.name)
            fields["hours"] = .number(campaign.difficultyHours)
        }
        return ([.openDifficulty(told)], fields)
    }

    /// A difficulty told alone; nil when the sender leads nothing in the campaign.
    func openDifficulty(_ report: ReportReading, _ campaign: Campaign) throws -> Decision? {
        guard let blocker = report.blocker else { return nil }
        let roles = situation.roles.filter { $0.campaign == campaign.id }
        guard let first = roles.first else { return nil }
        // A word on another unit's trouble is still told by one's own: the text says where.
        let named = report.unit.flatMap { unit in
            roles.contains { covers($0, unit, campaign) } ? unit : nil
        }
        let chat = situation.chatUnit.flatMap { chat in
            chat.campaign == campaign.id && roles.contains { covers($0, chat.unit, campaign) }
                ? chat.unit : nil
        }
        let unit = named ?? chat ?? first.unit
        let (effects, more) = try opened(blocker, unit: unit, campaign: campaign)
        let fields = more.merging(["unit": .text(name(of: unit, campaign))]) { $1 }
        return Decision(
            effects.isEmpty ? .answered : .recorded, effects: effects,
            replies: [Reply(.difficultyOpened, fields, priority: .confirmation)])
    }

    // MARK: By number

    /// What people type about difficulties by number; nil for other talk.
    func difficultyTalk(_ text: String) throws -> Decision? {
        guard let command = DifficultyCommand(text) else { return nil }
        guard !situation.roles.isEmpty || situation.chatUnit != nil else {
            // Whoever types the sharp has seen the number somewhere; others mean something else.
            return text.contains("#") ? refuseDifficulty(nil, ["stranger": true]) : nil
        }
        if case .resolve(_, isPlain: false) = command.action, let decision = try reported(text) {
            return decision
        }
        let decisions = try command.numbers.map { number in
            try number.flatMap { try obey(command.action, about: $0) }
                ?? refuseDifficulty(number, ["unknown": true])
        }
        guard var decision = decisions.first else { return nil }
        for other in decisions.dropFirst() {
            decision.effects += other.effects
            decision.replies += other.replies
            if other.outcome == .recorded { decision.outcome = .recorded }
        }
        return decision
    }

    /// A report that also says that a difficulty is over; nil when the message holds no numbers.
    ///
    /// Its numbers go first: the difficulty stays open, and the sender is told so.
    private func reported(_ text: String) throws -> Decision? {
        guard let knowledge = campaignInView else { return nil }
        let report = knowledge.reader.read(text, sentOn: today, senderUnit: nil)
        guard !report.values.isEmpty, var decision = try campaignTalk(text) else { return nil }
        if let number = DifficultyCommand.resolution(in: text)?.number {
            decision.replies.append(
                Reply(.difficultyApart, ["number": .number(number)], priority: .confirmation))
        }
        return decision
    }

    /// Resolves what free talk says is over: "đóng K3 giúp em, máy in chạy lại rồi".
    func resolveDifficulty(_ text: String) throws -> Decision? {
        guard let (number, how) = DifficultyCommand.resolution(in: text) else { return nil }
        return try number.flatMap { try obey(.resolve(how: how, isPlain: false), about: $0) }
            ?? refuseDifficulty(number, ["unknown": true])
    }

    /// Shows the difficulty that free talk asks about; nil when it names none.
    func showDifficulty(_ text: String) throws -> Decision? {
        guard !situation.roles.isEmpty || situation.chatUnit != nil,
            let (number, _) = DifficultyCommand.resolution(in: text)
        else { return nil }
        return try number.flatMap { try obey(.show, about: $0) }
            ?? refuseDifficulty(number, ["unknown": true])
    }

    /// Carries out one command about one difficulty; nil when there is no such one in sight.
    private func obey(
        _ action: DifficultyCommand.Action, about number: Int64
    ) throws -> Decision? {
        guard let difficulty = try situation.difficulties.difficulty(number),
            let campaign = knowledge.campaign(difficulty.told.campaign)?.campaign,
            (situation.roles + [situation.chatUnit].compactMap { $0 })
                .contains(where: { $0.campaign == campaign.id })
        else { return nil }
        if case .show = action { return show(difficulty, campaign) }
        let mayAct = situation.roles.contains {
            $0.campaign == campaign.id && covers($0, difficulty.told.unit, campaign)
        }
        guard mayAct else {
            return refuseDifficulty(
                number,
                ["notYours": true, "unit": .text(name(of: difficulty.told.unit, campaign))])
        }
        guard difficulty.state != .resolved else {
            return refuseDifficulty(
                number, ["resolved": true].merging(lastStep(.resolved, of: difficulty)) { $1 })
        }
        switch action {
        case .show: return show(difficulty, campaign)
        case .take: return try take(difficulty, campaign)
        case .resolve(let how, _): return try resolve(difficulty, how: how, campaign)
        case .passUp(let kind): return try passUp(difficulty, to: kind, campaign)
        }
    }

    private func take(_ difficulty: Difficulty, _ campaign: Campaign) throws -> Decision {
        let number = difficulty.told.number
        guard difficulty.state == .open else {
            return refuseDifficulty(
                number, ["taken": true].merging(lastStep(.taken, of: difficulty)) { $1 })
        }
        return try told(
            difficulty, .difficultyTaken, about(difficulty, campaign),
            effect: .takeDifficulty(number: number))
    }

    private func resolve(
        _ difficulty: Difficulty, how: String, _ campaign: Campaign
    ) throws -> Decision {
        let number = difficulty.told.number
        guard !how.isEmpty else {
            return Decision(
                .askedBack,
                replies: [
                    Reply(.difficultyHow, about(difficulty, campaign), priority: .confirmation)
                ])
        }
        let how = String(PersonalNumbers(in: how).masked.prefix(Self.keptMax))
        var fields = about(difficulty, campaign)
        fields["how"] = .text(shown(how))
        return try told(
            difficulty, .difficultyResolved, fields,
            effect: .resolveDifficulty(number: number, how: how))
    }

    private func passUp(
        _ difficulty: Difficulty, to kind: [UInt64]?, _ campaign: Campaign
    ) throws -> Decision {
        let number = difficulty.told.number
        let above = campaign.units.ancestors(of: difficulty.liesAt)
        let target: UnitID? =
            if let kind {
                above.first { unit in
                    let words = Syllable.words(of: unit.name).map(\.key)
                    return words.count > kind.count && words.starts(with: kind)
                }?.id
            } else {
                try difficulty.unitAbove(in: campaign) {
                    try !situation.difficulties.chats(Role(campaign: campaign.id, unit: $0))
                        .isEmpty
                }
            }
        guard let target else {
            return refuseDifficulty(
                number,
                ["top": true, "lies": .text(name(of: difficulty.liesAt, campaign))])
        }
        var passed = difficulty
        passed.liesAt = target
        let chats = try situation.difficulties.chats(Role(campaign: campaign.id, unit: target))
        var fields = about(passed, campaign)
        fields["told"] = .flag(!chats.isEmpty)
        fields["by"] = .text(message.senderName)
        let here = ChatAddress(account: message.account, chat: message.chat)
        return Decision(
            .recorded, effects: [.passUpDifficulty(number: number, to: target)],
            replies: chats.filter { $0 != here }.map {
                Reply(
                    .difficultyPassedUp, fields, priority: .confirmation, to: $0.chat,
                    of: $0.account)
            } + [Reply(.difficultyPassedBy, fields, priority: .confirmation)])
    }

    /// Says what was done, here and in the chat in which the difficulty was told.
    private func told(
        _ difficulty: Difficulty, _ key: ReplyKey, _ fields: ReplyFields, effect: Effect
    ) throws -> Decision {
        var replies = [Reply(key, fields, priority: .confirmation)]
        let isElsewhere =
            difficulty.chat != ChatAddress(account: message.account, chat: message.chat)
        if isElsewhere, try !situation.difficulties.isQuiet(difficulty.chat) {
            let news: ReplyFields = ["news": true, "by": .text(message.senderName)]
            replies.insert(
                Reply(
                    key, fields.merging(news) { $1 }, priority: .confirmation,
                    to: difficulty.chat.chat, of: difficulty.chat.account), at: 0)
        }
        return Decision(.recorded, effects: [effect], replies: replies)
    }

    // MARK: Looking

    private func show(_ difficulty: Difficulty, _ campaign: Campaign) -> Decision {
        var fields = about(difficulty, campaign)
        fields["lines"] = .rows(
            difficulty.steps.map { step in
                var row: ReplyFields = [
                    step.kind.rawValue: true, "at": .text(clock(step.at)),
                    "by": .text(step.by ?? ""), "how": .text(step.how.map(shown) ?? ""),
                ]
                if let unit = step.unit { row["unit"] = .text(name(of: unit, campaign)) }
                return row
            })
        fields["opened"] = .text(clock(difficulty.openedAt))
        return Decision(.answered, replies: [Reply(.difficultyShown, fields)])
    }

    /// The unresolved difficulties of a unit and below it, the oldest first.
    func listDifficulties(unit named: UnitID?) throws -> Decision? {
        guard let campaign = campaignInView?.campaign,
            !situation.roles.isEmpty || situation.chatUnit != nil
        else { return nil }
        let unit = named ?? ownUnit(in: campaign)
        let below = Set(campaign.units.subtree(of: unit).map(\.id))
        let open = try situation.difficulties.unresolved(campaign.id)
            .filter { below.contains($0.told.unit) }
        let resolved = try situation.difficulties.resolvedUnits(campaign.id, startOfDay)
            .count(where: below.contains)
        var fields: ReplyFields = [
            "unit": .text(name(of: unit, campaign)), "count": .number(open.count),
            "none": .flag(open.isEmpty),
            "lines": .rows(
                open.prefix(Self.listMax).map { difficulty in
                    let isHere = difficulty.told.unit == unit
                    let whose = isHere ? "" : name(of: difficulty.told.unit, campaign)
                    return about(difficulty, campaign).merging(["whose": .text(whose)]) { $1 }
                }),
        ]
        if resolved > 0 { fields["resolved"] = .number(resolved) }
        if open.count > Self.listMax { fields["more"] = .number(open.count - Self.listMax) }
        return Decision(.answered, replies: [Reply(.difficultyList, fields)])
    }

    // MARK: Words

    private func covers(_ role: Role, _ unit: UnitID, _ campaign: Campaign) -> Bool {
        role.campaign == campaign.id
            && (role.unit == unit || campaign.units.isAncestor(role.unit, of: unit))
    }

    /// The fields that tell of a difficulty.
    private func about(_ difficulty: Difficulty, _ campaign: Campaign) -> ReplyFields {
        difficulty.fields(in: campaign, at: situation.now)
    }

    private func lastStep(
        _ kind: DifficultyStep.Kind, of difficulty: Difficulty
    ) -> ReplyFields {
        guard let step = difficulty.steps.last(where: { $0.kind == kind }) else { return [:] }
        return ["by": .text(step.by ?? ""), "how": .text(step.how.map(shown) ?? "")]
    }

    private func refuseDifficulty(_ number: Int64?, _ why: ReplyFields) -> Decision {
        let fields = number.map { why.merging(["number": .number($0)]) { $1 } } ?? why
        return refuse(.difficultyRefused, fields)
    }

    private func shown(_ text: String) -> String { Difficulty.shown(text) }

    /// The moment at which the day of the message began in Vietnam.
    private var startOfDay: Timestamp {
        Timestamp(milliseconds: Int64(today.daysSinceEpoch) * 86_400_000 - 7 * 3_600_000)
    }

    /// A moment as people here write it: `18:05 14/8`.
    func clock(_ moment: Timestamp) -> String {
        let day = CivilDay(epochMilliseconds: moment.milliseconds)
        let start = Int64(day.daysSinceEpoch) * 86_400_000 - 7 * 3_600_000
        let minutes = (moment.milliseconds - start) / 60_000
        let minute = minutes % 60
        let (_, month, date) = day.components
        return "\(minutes / 60):\(minute < 10 ? "0" : "")\(minute) \(date)/\(month)"
    }
}

extension Difficulty {
    /// What a template is told of it: `number`, `unit`, `text`, `name` (who told it), `age`,
    /// `lies` (where it lies), `elsewhere` (that is not its own unit), and its state: `nowOpen`,
    /// `nowTaken` or `nowResolved`.
    ///
    /// For the template `difficulty-passed-up` add nothing when its time limit passed it on, and
    /// `by` when a person did.
    package func fields(in campaign: Campaign, at now: Timestamp) -> ReplyFields {
        func name(_ unit: UnitID) -> String { campaign.units[unit]?.name ?? unit.rawValue }
        var fields: ReplyFields = [
            "number": .number(told.number), "unit": .text(name(told.unit)),
            "text": .text(Self.shown(told.text)), "name": .text(opener),
            "age": .text(Self.age(from: openedAt, to: now)), "lies": .text(name(liesAt)),
            "elsewhere": .flag(liesAt != told.unit), "hours": .number(campaign.difficultyHours),
        ]
        // Not by the bare names, which stand for the steps in the lines of a history.
        switch state {
        case .open: fields["nowOpen"] = true
        case .taken: fields["nowTaken"] = true
        case .resolved: fields["nowResolved"] = true
        }
        if state == .taken, let by = steps.last(where: { $0.kind == .taken })?.by {
            fields["taker"] = .text(by)
        }
        return fields
    }

    /// On one line, cut where a phone would have enough.
    static func shown(_ text: String) -> String {
        let line = text.split(whereSeparator: \.isNewline).joined(separator: " ")
        return line.count > shownMax ? line.prefix(shownMax) + "…" : line
    }

    /// Characters of a difficulty that a list or a piece of news repeats.
    private static let shownMax = 160

    /// How long ago, as it is said: `5 phút`, `3 giờ`, `2 ngày`; one minute at the least.
    package static func age(from start: Timestamp, to now: Timestamp) -> String {
        let minutes = max((now.milliseconds - start.milliseconds) / 60_000, 1)
        return switch minutes {
        case ..<60: "\(minutes) phút"
        case ..<1_440: "\(minutes / 60) giờ"
        default: "\(minutes / 1_440) ngày"
        }
    }
}
