import VietText

extension ReportWords {
    /// Questions about the standing, the ranking, the missing and the day.
    static let questions: [(ReportCue, [String])] = [
        (
            .progress,
            [
                "tiến độ", "(tới|đến) đâu [rồi]", "còn thiếu (bao nhiêu|mấy)",
                "thiếu (bao nhiêu|mấy)",
                "(được|đạt|xong|làm|đi|tạo) [được] (bao nhiêu|mấy phần trăm|nhiêu) [phần trăm|hộ]",
                "(đạt|được) mấy (phần trăm|%)", "bao nhiêu phần trăm", "so với chỉ tiêu",
                "bao nhiêu (hộ|tk|tài khoản|hồ sơ)",
                "(kết quả|tình hình|số liệu) [tới giờ|đến nay] (sao|ra sao)",
                "(kết quả|tình hình|số liệu) [tới giờ|đến nay] (thế nào|như thế nào|ntn)",
                "(xem|cho xem|coi|cho coi|tra) (kết quả|số liệu|tình hình|thống kê|tổng)",
                "tổng hợp [kết quả|số liệu|toàn|tình hình|của]", "thống kê", "tổng kết",
                "đủ chỉ tiêu chưa",
                "đạt chỉ tiêu chưa", "(nữa|mới|là) (đủ|đạt) (chỉ tiêu|kế hoạch)",
                "còn (bao nhiêu|mấy) (hộ|tk|hồ sơ|tài khoản)",
                "(là|được|có) mấy (hộ|nhà|tk|tài khoản|hồ sơ|cái) [rồi]",
                "mấy (hộ|nhà|tk|tài khoản|hồ sơ|cái) rồi", "được nhiêu rồi",
                "làm (được|đến|tới) đâu", "đi tới đâu", "chạy tới đâu",
            ]
        ),
        (.standing, ["tình hình", "kết quả", "số liệu", "kq"]),
        (
            .ranking,
            [
                "xếp hạng", "bảng xếp hạng", "bxh", "bảng (thi đua|vàng|điểm)", "dẫn đầu",
                "đứng (thứ|hạng) (mấy|bao nhiêu)",
                "đứng (đầu|nhất|bét|chót|cuối)", "(hạng|thứ|hàng) mấy", "top [mấy|10|5|3]",
                "xếp thứ (mấy|bao nhiêu)",
                "(cao|thấp|nhiều|ít|tốt|giỏi|nhanh|mạnh|yếu|kém|chậm|hay) nhất",
                "nhất (tuần|tháng|hôm nay|xã|huyện|tỉnh|phường|bảng)", "hạng nhất", "đầu tàu",
                "vị trí (thứ mấy|bao nhiêu|nào)", "xếp (hạng|thứ) [mấy]", "đứng (ở đâu|chỗ nào)",
                "về (nhất|nhì|bét)", "thứ hạng", "xếp loại",
                "(nhiều|ít) (hộ|nhà|tk|tài khoản|hồ sơ|hs) nhất", "(đầu|nhất|chót|bét|cuối) bảng",
                "đội sổ",
            ]
        ),
        (
            .breakdown,
            [
                "(từng|theo|mỗi) (thôn|ấp|tổ|xóm|bản|buôn|khóm|khu phố|kp|xã|phường|huyện|quận)",
                "(từng|theo|mỗi) (đơn vị|nơi|địa phương|thị trấn|thành phố)",
                "(các|những) (huyện|quận|khóm|xóm|bản|buôn)", "của (tỉnh|huyện|xã|phường)",
                "chi tiết", "cụ thể",
            ]
        ),
        (
            .missing,
            [
                "(ai|tổ nào|ấp nào|thôn nào|xã nào) [của] [còn] (chưa|thiếu|quên|không)",
                "(đơn vị nào|khu phố nào) [của] [còn] (chưa|thiếu|quên|không)",
                "(kp nào|chỗ nào|nơi nào) [của] [còn] (chưa|thiếu|quên|không)",
                "chưa [có] (báo cáo|bc|báo|gửi|nộp|b/c) [báo cáo|bc|số liệu]", "thiếu (báo cáo|bc)",
                "(còn|danh sách|những|các|mấy) (ai|tổ|ấp|thôn|đơn vị|xã) [nào] chưa",
                "chưa (báo|nộp|gửi)", "(nợ|sót|trễ|chậm|quên|vắng) (bc|báo cáo|số liệu)",
                "nhắc (ai|tổ nào)", "(ai|tổ nào|thôn nào|ấp nào) (thiếu|quên)",
            ]
        ),
        (
            .dayQuestion,
            [
                "ngày [thứ] (mấy|bao nhiêu)",
                "(còn|hết) bao lâu [nữa]", "bao lâu nữa", "bao nhiêu ngày nữa",
                "còn (lâu|dài) không",
                "(ngày nào|hôm nào|khi nào|bao giờ|bữa nào|chừng nào) [là|thì] (tổng kết|sơ kết)",
                "(ngày nào|hôm nào|khi nào|bao giờ|bữa nào|chừng nào) [là|thì] (dừng|kết|nghỉ)",
                "(còn|bao nhiêu|còn lại) (mấy|bao nhiêu|nhiêu) (ngày|bữa|hôm)", "mấy ngày nữa",
                "(kết thúc|hết hạn|xong) [vào] (ngày nào|hôm nào|khi nào|bao giờ)",
                "(hết|bế mạc|tổng kết) [vào] (ngày nào|hôm nào|khi nào|bao giờ)",
                "(kết thúc|hết hạn|xong) [vào] (lúc nào|ngày mấy|chừng nào|bữa nào)",
                "(hết|bế mạc|tổng kết) [vào] (lúc nào|ngày mấy|chừng nào|bữa nào)",
                "(bao giờ|khi nào) [thì] [là] (kết thúc|hết|xong|bế mạc|bắt đầu)",
                "(chừng nào|hôm nào|ngày nào) [thì] [là] (kết thúc|hết|xong|bế mạc|bắt đầu)",
                "hạn (cuối|chót) [đợt này|chiến dịch|của đợt] [là] (hôm nào|ngày nào)",
                "hạn (cuối|chót) [đợt này|chiến dịch|của đợt] [là] (khi nào|bao giờ|ngày mấy)",
                "hạn (cuối|chót)",
                "(bắt đầu|phát động|ra quân|khởi động) [từ] (ngày nào|hôm nào|khi nào|ngày mấy)",
                "ngày mấy rồi", "được mấy ngày", "còn lại mấy ngày",
            ]
        ),
        (
            .campaign,
            ["chiến dịch", "đợt [này]", "92 ngày [đêm]", "phong trào", "đợt cao điểm", "ngày đêm"]
        ),
    ]
}
