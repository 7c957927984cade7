import Campaign
import Conversation
import Messaging

/// The register of leaders on paper: what `Storage` must equal.
final class PaperRegister {
    private struct Leadership {
        var person: Int64
        let role: Role
        var endedAt: Timestamp?
        var endedBy: Int64?
    }

    /// Someone who wrote, and the person that they are.
    fileprivate struct Identity: Hashable {
        let account: AccountID
        let sender: PersonID
    }

    private var names: [Int64: String] = [:]
    private var persons: [Identity: Int64] = [:]
    private var privateChats: [Identity: ChatID] = [:]
    private var leaderships: [Leadership] = []
    private var admins: Set<Int64> = []
    private var codes: [String: (code: OneTimeCode, claimedBy: Identity?)] = [:]
    private var codesMade = 0
    private var newChats: Set<ChatID> = []
    private var muted: Set<ChatID> = []

    /// The unit of the one group of a story.
    var groupUnit: Role?

    func appoint(_ sender: PersonID, _ role: Role) {
        leaderships.append(Leadership(person: person(Self.identity(sender)), role: role))
    }

    func makeAdmin(_ sender: PersonID) { admins.insert(person(Self.identity(sender))) }

    func invite(_ code: OneTimeCode) { codes[code.code] = (code, nil) }

    func neverMet(_ chat: ChatID) { newChats.insert(chat) }

    /// Units that the person behind a sender leads.
    func roles(of message: InboundMessage) -> [Role] {
        guard let person = persons[Identity(message)] else { return [] }
        return leaderships.filter { $0.person == person && $0.endedAt == nil }.map(\.role)
    }

    func acquaintance(with message: InboundMessage) -> Acquaintance {
        let person = persons[Identity(message)]
        if message.chatKind == .private { privateChats[Identity(message)] = message.chat }
        return Acquaintance(
            person: person, isAdmin: person.map(admins.contains) == true,
            isNewChat: newChats.contains(Self.chat(of: message)),
            isMuted: muted.contains(Self.chat(of: message)))
    }

    /// The register as the sender of a message asks it.
    func register(for message: InboundMessage) -> Register {
        let asker = Identity(message)
        return Register(
            code: { code in
                self.codes[code].map { found in
                    var name = ""
                    if case .samePerson(let number) = found.code.purpose {
                        name = self.names[number] ?? ""
                    }
                    return FoundCode(
                        code: found.code,
                        claim: found.claimedBy == nil
                            ? .open : found.claimedBy == asker ? .bySender : .byOther,
                        personName: name)
                }
            },
            leaders: { role in
                self.leaderships.filter { $0.role == role && $0.endedAt == nil }.map { led in
                    let here = self.persons.first {
                        $0.value == led.person && $0.key.account == message.account
                    }
                    return Leader(
                        number: led.person, name: self.names[led.person] ?? "",
                        chat: here.flatMap { self.privateChats[$0.key] })
                }
            },
            gaveUp: { role in
                let last = self.leaderships.last {
                    $0.role == role && $0.person == self.persons[asker]
                }
                return last?.endedBy == last?.person ? last?.endedAt : nil
            },
            freshCode: {
                self.codesMade += 1
                return "NEWCODE\(self.codesMade)"
            })
    }

    /// Stores what a decision about a message wants stored.
    func apply(_ effect: Effect, of message: InboundMessage, at now: Timestamp) {
        switch effect {
        case .claimInvitation(let code): claim(code, Identity(message))
        case .people(let change): apply(change, of: message, at: now)
        default: break
        }
    }

    private func apply(_ change: PeopleChange, of message: InboundMessage, at now: Timestamp) {
        let (chat, sender) = (Self.chat(of: message), Identity(message))
        switch change {
        case .makeCode(let code): invite(code)
        case .cancelCode(let code):
            guard let found = codes[code] else { return }
            let ended = OneTimeCode(code: code, purpose: found.code.purpose, expiresAt: now)
            codes[code] = (ended, found.claimedBy)
        case .end(let person, let role):
            let standing = leaderships.firstIndex {
                $0.person == person && $0.role == role && $0.endedAt == nil
            }
            guard let standing else { return }
            leaderships[standing].endedAt = now
            leaderships[standing].endedBy = self.person(sender)
        case .resume(let role):
            leaderships.append(Leadership(person: person(sender), role: role))
        case .bindChat(let role): groupUnit = role
        case .mute: muted.insert(chat)
        case .unmute: muted.remove(chat)
        case .welcome: newChats.remove(chat)
        }
    }

    private func claim(_ code: String, _ sender: Identity) {
        guard let found = codes[code], found.claimedBy == nil else { return }
        codes[code] = (found.code, sender)
        let claimer = person(sender)
        switch found.code.purpose {
        case .lead(let role): leaderships.append(Leadership(person: claimer, role: role))
        case .admin: admins.insert(claimer)
        case .samePerson(let known):
            for (identity, person) in persons where person == claimer {
                persons[identity] = known
            }
            let led = leaderships.filter { $0.person == known && $0.endedAt == nil }.map(\.role)
            leaderships.removeAll {
                $0.person == claimer && $0.endedAt == nil && led.contains($0.role)
            }
            for index in leaderships.indices where leaderships[index].person == claimer {
                leaderships[index].person = known
            }
            if admins.remove(claimer) != nil { admins.insert(known) }
        }
    }

    private func person(_ identity: Identity) -> Int64 {
        if let known = persons[identity] { return known }
        let number = Int64(names.count + 1)
        names[number] = identity.sender.rawValue
        persons[identity] = number
        return number
    }

    private static func identity(_ sender: PersonID) -> Identity {
        Identity(account: AccountID(rawValue: "bot"), sender: sender)
    }

    /// All that is said in a group is said in the same one.
    static func chat(of message: InboundMessage) -> ChatID {
        message.chatKind == .group ? group : message.chat
    }

    static let group = ChatID(rawValue: "group")
}

extension PaperRegister.Identity {
    fileprivate init(_ message: InboundMessage) {
        self.init(account: message.account, sender: message.sender)
    }
}
