import Foundation

extension BadContentTests {
    private static func procedure(_ old: String, _ new: String) -> String {
        Draft.procedure.replacingOccurrences(of: old, with: new)
    }

    static let vocabularyRows = [
        Row(
            file: "vocabulary/more.yaml", text: "concepts:\n  a: \"x\n", line: 3,
            says: "YAML viết sai", reason: "a quotation mark that is never closed"),
        Row(
            file: "vocabulary/more.yaml", text: "concepts:\n\ta: x\n", line: 2,
            says: "YAML viết sai", reason: "a tab where spaces belong"),
        Row(
            file: "vocabulary/more.yaml", text: "", line: 1, says: "tệp trống",
            reason: "an empty file"),
        Row(
            file: "vocabulary/more.yaml", text: "# chỉ có lời dặn\n", line: 1, says: "tệp trống",
            reason: "a file of remarks"),
        Row(
            file: "vocabulary/more.yaml", text: "- a\n- b\n", line: 1, says: "khóa: giá trị",
            reason: "a list where keys belong"),
        Row(
            file: "vocabulary/more.yaml", text: "\nconcept:\n  a: x\n", line: 2,
            says: "Có phải ý bạn là 'concepts'", reason: "a key with a slip, with the nearest"),
        Row(
            file: "vocabulary/more.yaml", text: "concepts:\n  a: x\n  a: y\n", line: 2,
            says: "viết hai lần", reason: "a key that stands twice in one mapping"),
        Row(
            file: "vocabulary/more.yaml", text: "concepts:\n  mat-giay: mất tờ\n", line: 2,
            says: "'mat-giay' có hai lần", reason: "a concept that another file has already"),
        Row(
            file: "vocabulary/rules.yaml",
            text: "expansion_rules:\n  x: y\n  lam: \"(làm|xin\"\n", line: 3,
            says: "quy tắc <lam>", reason: "an unclosed group in a rule, told at the rule alone"),
        Row(
            file: "vocabulary/then.yaml", text: "expansion_rules:\n  lam: làm\n", line: 2,
            says: "<lam> có hai lần", reason: "a rule that another file has already"),
        Row(
            file: "vocabulary/more.yaml", text: "concepts:\n  a:\n    - b\n    - \"(c|d\"\n",
            line: 4, says: "(c|d", reason: "an unclosed group in a phrase"),
        Row(
            file: "vocabulary/more.yaml", text: "concepts:\n  a: [\"<lamm> x\"]\n", line: 2,
            says: "lamm", reason: "a rule that does not exist"),
        Row(
            file: "vocabulary/more.yaml", text: "concepts:\n  a: [\"{so} nhà\"]\n", line: 2,
            says: "{so}", reason: "a slot where fixed words belong"),
        Row(
            file: "vocabulary/more.yaml", text: "concepts:\n  a: [\"[x]\"]\n", line: 2,
            says: "[x]", reason: "a phrase that may be nothing"),
        Row(
            file: "vocabulary/more.yaml", text: "aspects:\n  - {name: Phí}\n", line: 2,
            says: "thiếu key", reason: "an aspect without a key"),
        Row(
            file: "vocabulary/more.yaml", text: "outside:\n  - {weight: nặng, phrases: [x]}\n",
            line: 2, says: "'nặng' không phải là số", reason: "a weight in words"),
        Row(
            file: "vocabulary/more.yaml", text: "topics:\n  - {phrases: [x]}\n", line: 2,
            says: "thiếu 'intent'", reason: "a topic without an intent"),
        Row(
            file: "vocabulary/more.yaml", text: "concepts:\n  a: {b: c}\n", line: 2,
            says: "danh sách", reason: "keys where a list belongs"),
    ]

    static let procedureRows = [
        Row(
            file: "procedures/cuoi.yaml", text: "name: Cưới\n", line: 1, says: "thiếu 'slug'",
            reason: "no slug"),
        Row(
            file: "procedures/cuoi.yaml", text: "slug: cuoi\n", line: 1, says: "thiếu 'name'",
            reason: "no name"),
        Row(
            file: "procedures/cuoi.yaml", text: "name: Cưới\nslug: cưới\n", line: 2,
            says: "khác tên tệp", reason: "a slug that is not the file's name"),
        Row(
            file: "procedures/ket-hon.yaml", text: procedure("fee:", "fees:"), line: 5,
            says: "Có phải ý bạn là 'fee'", reason: "an unknown kind of fact"),
        Row(
            file: "procedures/ket-hon.yaml", text: procedure("value:", "vlaue:"), line: 6,
            says: "Có phải ý bạn là 'value'", reason: "a slip in a key of a fact", mistakes: 2),
        Row(
            file: "procedures/ket-hon.yaml",
            text: procedure(
                "          source: {name: Cổng DVCQG, url: null, read_on: 2026-06-10}\n"
                    .replacingOccurrences(of: "          ", with: "      "), ""),
            line: 6, says: "không có nguồn", reason: "a fact without a source"),
        Row(
            file: "procedures/ket-hon.yaml", text: procedure(", read_on: 2026-06-10", ""), line: 8,
            says: "thiếu name hoặc read_on", reason: "a source without the day"),
        Row(
            file: "procedures/ket-hon.yaml", text: procedure("2026-06-10", "10/6/2026"), line: 8,
            says: "'10/6/2026' không phải là một ngày", reason: "a day written as people write it"),
        Row(
            file: "procedures/ket-hon.yaml", text: procedure("2026-06-10", "2026-02-30"), line: 8,
            says: "'2026-02-30' không phải là một ngày", reason: "a day that no calendar has"),
        Row(
            file: "procedures/ket-hon.yaml",
            text: procedure(
                "confidence:",
                "valid_from: 2026-07-01\n      valid_to: 2026-06-30\n      confidence:"),
            line: 6, says: "valid_from (2026-07-01) sau valid_to (2026-06-30)",
            reason: "an end before the beginning"),
        Row(
            file: "procedures/ket-hon.yaml", text: procedure("high", "hihg"), line: 9,
            says: "Có phải ý bạn là 'high'", reason: "a confidence with a slip"),
        Row(
            file: "procedures/ket-hon.yaml",
            text: procedure("confidence:", "channel: mạng\n      confidence:"), line: 9,
            says: "không phải là channel", reason: "a channel that does not exist"),
        Row(
            file: "procedures/ket-hon.yaml",
            text: procedure("value: 0 đồng", "value: 0 đồng\n      items: [a]"), line: 6,
            says: "có cả 'value' và 'items'", reason: "a value and items at once"),
        Row(
            file: "procedures/ket-hon.yaml", text: Draft.procedure + "rules:\n  - {weight: 3}\n",
            line: 11, says: "không có 'all' hay 'any'", reason: "a rule that asks for nothing"),
        Row(
            file: "procedures/ket-hon.yaml",
            text: Draft.procedure + "rules:\n  - {all: [\"@mat-giai\"]}\n", line: 11,
            says: "Có phải ý bạn là 'mat-giay'", reason: "a concept that does not exist"),
        Row(
            file: "procedures/ket-hon.yaml",
            text: procedure("<lam> giấy kết hôn\"", "<lam> giấy\", \"giấy (kết hôn\""), line: 3,
            says: "giấy (kết hôn", reason: "an unclosed group in an alias"),
        Row(
            file: "procedures/ket-hon.yaml",
            text: Draft.procedure + "family: {name: Cưới, members: [ket-hon, ket-hnn]}\n", line: 1,
            says: "Có phải ý bạn là 'ket-hon'", reason: "a member of a family that does not exist"),
    ]

    static let replyRows = [
        Row(
            file: "replies/vi.yaml",
            text: Draft.replies.replacingOccurrences(of: "  help: \"help\"\n", with: ""), line: 1,
            says: "thiếu mẫu câu 'help'", reason: "a reply that the bot needs"),
        Row(
            file: "replies/vi.yaml", text: Draft.replies + "  helpp: x\n", line: lastReply + 1,
            says: "Có phải ý bạn là 'help'", reason: "a reply that nobody says"),
        Row(
            file: "replies/vi.yaml",
            text: Draft.replies.replacingOccurrences(
                of: "greeting: \"greeting\"", with: "greeting: \"{{#name}}x\""),
            line: 3, says: "viết sai Mustache", reason: "a section that is never closed",
            mistakes: 2),
    ]

    private static let lastReply = Draft.replies.split(separator: "\n").count

    static let campaignRows = [
        Row(
            file: "campaigns/thu/campaign.yaml",
            text: Draft.campaign.replacingOccurrences(
                of: "kind: count", with: "kind: ratio, denominator_aliases: [\"tổng [số\"]"),
            line: 4, says: "ngoặc không đóng mở đủ", reason: "a wording with an open bracket"),
        Row(
            file: "campaigns/thu/campaign.yaml",
            text: Draft.campaign.replacingOccurrences(
                of: "kind: count", with: "kind: count, roll_up: summ"),
            line: 4, says: "Có phải ý bạn là 'sum'", reason: "a roll-up that does not exist"),
        Row(
            file: "campaigns/thu/campaign.yaml",
            text: Draft.campaign.replacingOccurrences(
                of: "kind: count", with: "kind: count, roll_up: reached"),
            line: 4, says: "đếm đơn vị đạt mục tiêu",
            reason: "units that reach a target which is not there"),
        Row(
            file: "campaigns/thu/campaign.yaml",
            text: Draft.campaign.replacingOccurrences(
                of: "kind: count", with: "kind: count, decimals: hai"),
            line: 4, says: "phải là số nguyên", reason: "decimals in words"),
        Row(
            file: "campaigns/thu/campaign.yaml",
            text: Draft.campaign.replacingOccurrences(
                of: "kind: count", with: "kind: count, decimals: 7"),
            line: 4, says: "decimals 7", reason: "more decimals than there are"),
        Row(
            file: "campaigns/thu/campaign.yaml",
            text: Draft.campaign.replacingOccurrences(
                of: "kind: count", with: "kind: count, items: [họp]"),
            line: 4, says: "không phải là danh mục việc",
            reason: "items of something that is no checklist"),
        Row(
            file: "campaigns/thu/campaign.yaml",
            text: Draft.campaign.replacingOccurrences(
                of: "kind: count", with: "kind: count, sum_of: [khac]"),
            line: 4, says: "không phải một chỉ tiêu khác", reason: "a part that does not exist"),
        Row(
            file: "campaigns/thu/campaign.yaml",
            text: Draft.campaign.replacingOccurrences(of: "2026-08-31", with: "2026-05-31"),
            line: 2, says: "sau ngày kết thúc", reason: "days the wrong way round"),
        Row(
            file: "campaigns/thu/campaign.yaml",
            text: Draft.campaign.replacingOccurrences(of: "2026-06-01", with: "hôm nay"), line: 2,
            says: "'hôm nay' không phải là một ngày", reason: "a day in words"),
        Row(
            file: "campaigns/thu/campaign.yaml",
            text: Draft.campaign.replacingOccurrences(of: "kind: count", with: "kind: cuont"),
            line: 4, says: "Có phải ý bạn là 'count'", reason: "a kind with a slip"),
        Row(
            file: "campaigns/thu/campaign.yaml",
            text: Draft.campaign + "difficulty_hours: 721\n", line: 5, says: "từ 1 đến 720",
            reason: "a time limit of more than thirty days"),
        Row(
            file: "campaigns/thu/campaign.yaml",
            text: Draft.campaign + "difficulty_hours: một ngày\n", line: 5,
            says: "không phải là số giờ", reason: "a time limit in words"),
        Row(
            file: "campaigns/thu/campaign.yaml",
            text: Draft.campaign + "report_by: \"25:00\"\n", line: 5, says: "không phải là giờ",
            reason: "an hour that no clock has"),
        Row(
            file: "campaigns/thu/campaign.yaml",
            text: Draft.campaign + "bulletins: [\"20:30\", \"20:30\"]\n", line: 5,
            says: "ghi hai lần", reason: "a bulletin that would be sent twice"),
        Row(
            file: "campaigns/thu/campaign.yaml",
            text: Draft.campaign + "report_by: \"20:00\"\nremind_before: một giờ\n", line: 6,
            says: "số phút, không phải 'một giờ'", reason: "minutes in words"),
        Row(
            file: "campaigns/thu/campaign.yaml",
            text: Draft.campaign + "report_by: \"0:30\"\nremind_before: 60\n", line: 6,
            says: "hôm trước", reason: "a reminder on the day before"),
        Row(
            file: "campaigns/thu/campaign.yaml",
            text: Draft.campaign + "remind_before: 60\n", line: 5, says: "cần có report_by",
            reason: "a reminder of no limit"),
        Row(
            file: "campaigns/thu/campaign.yaml",
            text: Draft.campaign
                + "  - {key: ho, name: Hộ, unit: hộ, kind: count}\n", line: 5,
            says: "mã chỉ tiêu 'ho' có hai lần", reason: "an indicator twice"),
        Row(
            file: "campaigns/thu/campaign.yaml",
            text: Draft.campaign.replacingOccurrences(
                of: "kind: count", with: "kind: count, doubt_above: nhiều"), line: 4,
            says: "'nhiều' không phải là số", reason: "a bound in words"),
        Row(
            file: "campaigns/thu/units.csv", text: "id,name\nxa,xã Thử\n", line: 1,
            says: "thiếu cột level, parent, aliases", reason: "missing columns"),
        Row(
            file: "campaigns/thu/units.csv", text: Draft.units + "to,tổ Thử,village,app,\n",
            line: 4, says: "'app' của 'to' không có", reason: "a parent that does not exist"),
        Row(
            file: "campaigns/thu/units.csv", text: Draft.units + "ap,ấp Hai,village,xa,\n",
            line: 4, says: "'ap' có hai lần", reason: "a unit twice"),
        Row(
            file: "campaigns/thu/units.csv", text: "id,name,level,parent,aliases\n", line: 1,
            says: "không có đơn vị nào", reason: "no unit"),
        Row(
            file: "campaigns/le/units.csv", text: Draft.units, line: 0,
            says: "thiếu campaign.yaml", reason: "units without their campaign"),
    ]

    static let otherRows = [
        Row(
            file: "commands/more.yaml",
            text: "intents:\n  A:\n    data:\n      - sentences: [\"(một|hai\"]\n", line: 4,
            says: "(một|hai", reason: "an unclosed group in a sentence")
    ]
}
