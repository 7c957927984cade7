import VietText

/// Offices, papers and levels that no longer exist: people may say them, the bot may not.
///
/// They are allowed where they are understood (aliases, rules, concepts) and where an answer says
/// that they are gone ("không còn cấp huyện").
enum AbolishedWords {
    /// Words as written in an answer, marks and all, and why they must not stand there.
    static let all: [(words: String, reason: String)] = {
        let district = "không còn cấp huyện từ 1/7/2025 (hai cấp: tỉnh và xã)"
        let labour = "ngành lao động, thương binh và xã hội đã nhập vào ngành nội vụ từ 3/2025"
        let register = "sổ giấy hết giá trị từ 1/1/2023 (Luật Cư trú)"
        let level = "thay bằng toàn trình và một phần (NĐ 42/2022)"
        let card = "chứng minh nhân dân hết giá trị từ 1/1/2025 (Luật Căn cước)"
        return [
            ("huyện", district), ("quận", district), ("thị xã", district), ("thị trấn", district),
            ("Phòng LĐTBXH", labour), ("Phòng Lao động", labour), ("Sở LĐTBXH", labour),
            ("Sở Lao động", labour), ("Bộ LĐTBXH", labour), ("Bộ Lao động", labour),
            ("sổ hộ khẩu", register), ("hộ khẩu giấy", register), ("sổ tạm trú", register),
            ("mức độ 3", level), ("mức độ 4", level), ("mức 3", level), ("mức 4", level),
            ("CMND", card), ("chứng minh nhân dân", card), ("chứng minh thư", card),
        ]
    }()

    /// What says, within the same clause, that the word is gone.
    private static let farewells = [
        "không còn", "đã bỏ", "bãi bỏ", "hết giá trị", "thay cho", "thay thế", "không dùng",
        "không phải", "không cần", "trước đây", "cũ",
    ].map(Syllable.words)

    private static let compiled = all.map { (Syllable.words(of: $0.words), $0) }

    /// The abolished words in a text, each once, with the reason.
    static func found(in text: String) -> [(words: String, reason: String)] {
        var found: [(words: String, reason: String)] = []
        for clause in text.split(whereSeparator: { ".;\n".contains($0) }) {
            let words = Syllable.words(of: String(clause))
            guard !farewells.contains(where: { words.contains($0) }) else { continue }
            for (phrase, entry) in compiled
            where words.contains(phrase) && !found.contains(where: { $0.words == entry.words }) {
                found.append(entry)
            }
        }
        return found
    }
}
