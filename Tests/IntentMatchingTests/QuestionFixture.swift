import IntentMatching

/// A small vocabulary of four procedures, enough to show every rule of the matcher.
enum QuestionFixture {
    static let matcher = QuestionMatcher(vocabulary)

    static let vocabulary = QuestionVocabulary(
        subjects: [
            subject(
                "khai-sinh", "Đăng ký khai sinh", aliases: ["làm giấy khai sinh"],
                mentions: ["khai sinh"],
                rules: [
                    QuestionVocabulary.Rule(
                        all: [.concept("moi-sinh"), .concept("giay-to")],
                        not: [.concept("nuoc-ngoai")], weight: 9)
                ], description: "giấy chứng sinh, tờ khai, người đi đăng ký xuất trình căn cước"),
            subject("dang-ky-lai-khai-sinh", "Đăng ký lại khai sinh"),
            subject(
                "tam-tru", "Đăng ký tạm trú", aliases: ["khai báo tạm trú cho người thuê"],
                mentions: ["tạm trú"], description: "hợp đồng thuê nhà, chỗ ở hợp pháp"),
            subject(
                "can-cuoc-cap-moi", "Cấp thẻ căn cước", mentions: ["căn cước"],
                family: QuestionVocabulary.Family(
                    name: "Căn cước", members: ["can-cuoc-cap-moi", "can-cuoc-doi"])),
            subject("can-cuoc-doi", "Cấp đổi thẻ căn cước", aliases: ["mất căn cước"]),
            subject(
                "tai-khoan-dvc", "Đăng ký tài khoản dịch vụ công", aliases: ["phản ánh ở đâu"]),
        ],
        topics: [
            QuestionVocabulary.Topic(
                intent: "lien-he", phrases: [.init("số điện thoại xã", weight: 10)])
        ],
        concepts: [
            .init(name: "moi-sinh", phrases: ["mới sinh", "mới đẻ"]),
            .init(name: "giay-to", phrases: ["giấy tờ", "giấy"]),
            .init(name: "nuoc-ngoai", phrases: ["nước ngoài"]),
        ],
        aspects: [
            .init(key: "ho-so", name: "Giấy tờ", phrases: ["giấy tờ gì", "cần gì"]),
            .init(key: "le-phi", name: "Lệ phí", phrases: ["bao nhiêu tiền", "lệ phí"]),
            .init(key: "truc-tuyen", name: "Trực tuyến", phrases: ["dịch vụ công", "trên mạng"]),
            .init(key: "noi-nop", name: "Nơi nộp", phrases: ["ở đâu"]),
            .init(key: "dieu-kien", name: "Điều kiện", phrases: ["được không", "không"]),
        ],
        questionSigns: .init(
            strong: ["ở đâu", "làm sao", "cần gì", "giấy tờ gì", "bao nhiêu"],
            weak: ["muốn"], closing: ["không", "được không", "hả"]),
        focusWords: ["muốn", "làm", "xin"], politeWords: ["dạ", "ạ", "cho em hỏi"],
        particles: ["vậy", "ạ", "ta"],
        outside: [.init(weight: 12, phrases: ["bị xử phạt", "ra toà"])],
        shortForms: [
            .init(typed: "ko", meanings: ["không"]),
            .init(typed: "cccd", meanings: ["căn cước công dân"]),
            .init(typed: "ks", meanings: ["khách sạn", "khai sinh"]),
            .init(typed: "đc", meanings: ["được", "địa chỉ"]),
        ])

    static func subject(
        _ slug: String, _ name: String, aliases: [String] = [], mentions: [String] = [],
        rules: [QuestionVocabulary.Rule] = [], family: QuestionVocabulary.Family? = nil,
        description: String = ""
    ) -> QuestionVocabulary.Subject {
        typealias Weight = QuestionVocabulary.DefaultWeight
        let phrases =
            [QuestionVocabulary.Phrase(name, weight: Weight.name, isOfficial: true)]
            + aliases.map { .init($0, weight: Weight.alias) }
            + mentions.map { .init($0, weight: Weight.mention) }
        return QuestionVocabulary.Subject(
            slug: slug, name: name, phrases: phrases, rules: rules, family: family,
            description: description)
    }
}
