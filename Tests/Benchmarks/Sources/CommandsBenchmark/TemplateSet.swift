/// 200 templates, 40 topics of 5 shapes, and sentences for them: every engine gets the same.
struct TemplateSet {
    /// One template of one intent.
    struct Entry {
        let intent: String
        let template: String
        /// The same without an optional in an optional, which RiveScript cannot load.
        let flatTemplate: String
    }

    /// A sentence and the intent that it is, nil for none.
    struct Sentence {
        let text: String
        let intent: String?
    }

    private(set) var entries: [Entry] = []
    private(set) var sentences: [Sentence] = []

    init() {
        for (number, topic) in Topics.all.enumerated() { add(topic, number: number + 1) }
        var random = Random(seed: 20_220_601)
        for _ in 0..<1_000 {
            let entry = random.pick(entries)
            sentences.append(
                Sentence(text: Self.sample(entry.template, &random), intent: entry.intent))
        }
        for _ in 0..<1_000 {
            sentences.append(Sentence(text: SmallTalk.line(&random), intent: nil))
        }
    }

    private mutating func add(_ topic: Topic, number: Int) {
        let verbs = "(" + topic.verbs.joined(separator: "|") + ")"
        let (first, second, object) = (topic.verbs[0], topic.verbs[1], topic.object)
        let shapes: [(String, String?)] = [
            ("\(verbs) [cái] \(object) [ngay]", nil),
            ("[tôi muốn|tôi cần|mình cần] \(first) \(object) (gấp|bây giờ)", nil),
            ("\(first) \(object) (ở|tại) {place}", nil),
            ("\(object) (bị|đang) {trouble} (rồi|đó)", nil),
            (
                "[phiền bạn [hãy]] \(second) \(object) (hôm nay|ngày mai|tuần này)",
                "[phiền bạn|phiền bạn hãy] \(second) \(object) (hôm nay|ngày mai|tuần này)"
            ),
        ]
        for (index, shape) in shapes.enumerated() {
            entries.append(
                Entry(
                    intent: "T\(number)S\(index + 1)", template: shape.0,
                    flatTemplate: shape.1 ?? shape.0))
        }
    }

    /// Writes one of the sentences that a template stands for.
    private static func sample(_ template: String, _ random: inout Random) -> String {
        var sampler = Sampler(rest: Array(template))
        let text = sampler.group(&random)
        return text.split(separator: " ").joined(separator: " ")
    }

    private struct Sampler {
        var rest: [Character]
        var position = 0

        mutating func group(_ random: inout Random) -> String {
            var branches = [""]
            while position < rest.count {
                let next = rest[position]
                position += 1
                switch next {
                case "(":
                    branches[branches.count - 1] += group(&random)
                case "[":
                    let inner = group(&random)
                    if random.below(2) == 0 { branches[branches.count - 1] += inner }
                case ")", "]":
                    return random.pick(branches)
                case "|":
                    branches.append("")
                case "{":
                    while rest[position] != "}" { position += 1 }
                    position += 1
                    branches[branches.count - 1] += SmallTalk.filling(&random)
                default:
                    branches[branches.count - 1].append(next)
                }
            }
            return random.pick(branches)
        }
    }
}
