import VietText

extension ReportWords {
    /// Questions in general, and talk that is no report.
    static let talk: [(ReportCue, [String])] = [
        (
            .asking,
            [
                "phải (không|ko|hông|hôn|k|hong)", "bao nhiêu", "bnhiu", "bao nhiu", "bao (lâu|xa)",
                "(thế|như|như thế) nào",
                "ra (làm sao|sao)",
                "làm sao", "ntn", "tại sao", "ở đâu", "khi nào", "bao giờ", "mấy giờ",
                "(tháng|ngày|hôm) mấy",
                "(được|đc|dc|có) (không|ko|k|hông|hok|hem|hong|hôn)", "(được|đc|dc) chưa",
                "kiểu (gì|j)", "j (vậy|ạ|z|v)", "gửi ai",
                "hỏi ai", "cần (chi|gì|những gì)", "gì (ạ|vậy|ta|nhỉ|không)", "là gì",
                "làm gì", "(cho|xin) [em|e|mình|tôi|hỏi] hỏi",
                "(không|ko|hông) (ạ|vậy|ta|nhỉ|bây)",
                "chưa (ạ|vậy|ta|nhỉ|ae)", "mấy ạ",
                "sao (ạ|vậy|ta|đây|bây giờ|giờ)", "thì sao", "vậy (ta|trời|hả)", "đâu (ạ|vậy|ta)",
                "nào (ạ|vậy|ta)",
                "biết (không|ko)", "hay (không|ko)",
            ]
        ),
        (
            .question, ["gì", "đâu", "ai", "nào", "hả", "hông", "nhỉ", "sao"]
        ),
        (
            .people,
            ["bà con", "người dân", "dân", "các cụ", "người già", "mấy (bà|ông|chú|cô|cụ)"]
        ),
        (
            .otherTalk,
            [
                "(hôm|bữa|hồi|lần|đợt|năm|dạo) (trước|bữa|xưa|ngoái|nọ)", "nghe (nói|đâu|bảo|đồn)",
                "khen", "giỏi (quá|ghê)",
                "thông báo", "kính mời", "chuyển tiếp", "đề nghị", "yêu cầu",
                "nhờ (các|mấy|mọi|bà con|cả nhà)", "phấn đấu",
                "mỗi (nhà|hộ|tổ|người|ấp|thôn|khu phố|đơn vị)", "quyết tâm", "chỉ tiêu", "mục tiêu",
                "bán", "cho thuê", "giảm giá", "mua", "mua (bán|hàng|gì|ở)",
                "nếu", "giả sử", "ví dụ", "vd", "chúc", "mời", "cần (phải|đạt|thêm)",
                "còn (vài|thiếu|lại)", "giá", "thưởng", "lương",
                "bên kia", "tuyển",
            ]
        ),
        (
            .goal,
            [
                "chỉ tiêu", "mục tiêu", "kế hoạch", "phấn đấu", "được giao",
                "quyết tâm", "vượt", "hẹn [lại]", "tăng", "giảm", "còn thiếu", "thiếu", "kém",
            ]
        ),
        (
            .unsure,
            [
                "chắc [là|vậy|cỡ|được|tầm|khoảng]", "hình như", "đâu (khoảng|chừng|cỡ|đó)",
                "(không|hổng|ko|chẳng) (nhớ|chắc|rõ)", "chưa (chắc|rõ|đếm)", "áng chừng",
                "ước chừng", "ước tính", "đại khái", "nhớ mang máng", "quên đếm",
                "[được|đạt|có|đi] mấy (chục|trăm)", "vài (chục|trăm|ba|hộ|nhà|cái|tài khoản)",
            ]
        ),
        (.noneTold, ["chắc chắn", "chắc ăn", "nhớ chắc"]),
        (.among, ["trong đó", "trong số đó", "trong số này", "trg đó"]),
        (
            .future,
            [
                "mai", "ngày (mai|mốt)", "sẽ", "dự kiến", "kế hoạch", "sắp", "định",
                "tuần (sau|tới)", "ngày kia",
            ]
        ),
        (
            .noneTold,
            [
                "(gì|chi) (đó|đấy|á)",
                "(không|ko|k|hổng|hông|chưa) [có] [gì|khó khăn] [hết|cả|ạ|nha|nhé]",
                "(không|ko|k|hổng|hông|chưa) [có] (vướng mắc|phát sinh) [hết|cả|ạ|nha|nhé]",
                "0", "none", "bình thường", "ổn",
            ]
        ),
    ]
}
