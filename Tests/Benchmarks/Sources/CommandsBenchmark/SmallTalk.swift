/// Everyday lines that are no command, 4 to 14 words, and words for wildcards.
enum SmallTalk {
    static func line(_ random: inout Random) -> String {
        random.pick(frames).map { part in
            switch part {
            case "N": random.pick(people)
            case "V": random.pick(actions)
            case "T": random.pick(times)
            case "P": random.pick(places)
            case "A": random.pick(judgements)
            default: part
            }
        }.joined(separator: " ")
    }

    static func filling(_ random: inout Random) -> String {
        (0...random.below(3)).map { _ in random.pick(words) }.joined(separator: " ")
    }

    private static let frames: [[String]] = [
        ["T", "N", "V", "P"], ["N", "A"], ["N", "V", "T", "mà", "A"],
        ["sao", "N", "V", "hoài vậy"],
        ["T", "P", "đông quá nên", "N", "V", "P"], ["N", "nói", "N", "A"],
        ["A", "luôn á", "N", "ơi"],
        ["nghe đâu", "T", "N", "V"], ["ủa", "N", "V", "hả"], ["N", "với", "N", "V", "P", "T"],
        ["trời", "T", "A", "ghê"], ["kkk", "N", "A"], ["N", "chưa", "V", "đâu", "nha"],
        ["cảm ơn", "N", "nhiều lắm"], ["T", "ai", "V", "P", "thì cho", "N", "theo với"],
    ]
    private static let people = [
        "mẹ tui", "thằng nhỏ", "cô giáo", "anh Ba", "chị hàng xóm", "tụi nó", "ông nội", "con bé",
        "bạn tôi", "bà Tư", "sếp", "mấy đứa em",
    ]
    private static let actions = [
        "đi chợ", "ngủ nướng", "xem phim", "nấu bún bò", "học bài", "lội sông", "chơi cờ", "ăn chè",
        "hát karaoke", "chạy bộ", "đọc truyện", "cãi nhau",
    ]
    private static let times = [
        "hôm qua", "sáng nay", "tối thứ bảy", "mấy bữa trước", "lát nữa", "năm ngoái", "cuối tuần",
    ]
    private static let places = [
        "ngoài quán", "bên nhà ngoại", "ở trường", "dưới quê", "trên Đà Lạt", "gần bến xe",
    ]
    private static let judgements = [
        "vui dữ", "buồn ngủ quá", "mắc cười ghê", "hơi kỳ kỳ", "dễ thương lắm", "mệt xỉu",
        "hết biết",
    ]
    private static let words = [
        "số", "tám", "lầu", "ba", "dãy", "phía", "đông", "chợ", "cũ", "trường", "mới", "hư", "nặng",
        "rò", "nước", "kẹt", "cứng", "mờ", "xóm", "trên", "góc", "phải",
    ]
}
