import VietText

extension ReportWords {
    /// Difficulties: announcing them, listing them, telling them, ending them.
    static let troubles: [(ReportCue, [String])] = [
        (
            .blocker,
            [
                "(khó khăn|vướng mắc|vướng|trở ngại|khó khăn vướng mắc|vướng mắc khó khăn)",
                "(đang|bị|gặp) (kẹt|vướng|khó|khó khăn|trở ngại|sự cố)", "kẹt", "phản ánh", "khó",
                "tồn tại", "tồn tại hạn chế", "hạn chế", "kk", "sự cố",
                "(vướng|kẹt|khó) (là|cái là|ở chỗ)", "cái khó", "vấn đề", "báo (lỗi|sự cố)",
                "kêu (cứu|trời)",
            ]
        ),
        (
            .blockerList,
            [
                "(vướng mắc|khó khăn|vướng) (đang|còn) (tồn tại|tồn đọng|có|mở|chờ)",
                "(danh sách|ds) [lại|các|những] [các] (vướng mắc|khó khăn|vướng)",
                "(danh sách|ds) (mấy|cái|giùm|giúp) [các] (vướng mắc|khó khăn|vướng)",
                "(liệt kê|xem|cho xem) [lại|các|những] [các] (vướng mắc|khó khăn|vướng)",
                "(liệt kê|xem|cho xem) (mấy|cái|giùm|giúp) [các] (vướng mắc|khó khăn|vướng)",
                "(danh sách|ds) [lại|các|những] [các] (phiếu|tồn đọng|trở ngại)",
                "(danh sách|ds) (mấy|cái|giùm|giúp) [các] (phiếu|tồn đọng|trở ngại)",
                "(liệt kê|xem|cho xem) [lại|các|những] [các] (phiếu|tồn đọng|trở ngại)",
                "(liệt kê|xem|cho xem) (mấy|cái|giùm|giúp) [các] (phiếu|tồn đọng|trở ngại)",
                "(coi|cho coi|list) [lại|các|những] [các] (vướng mắc|khó khăn|vướng)",
                "(coi|cho coi|list) (mấy|cái|giùm|giúp) [các] (vướng mắc|khó khăn|vướng)",
                "(tổng hợp|kê|thống kê) [lại|các|những] [các] (vướng mắc|khó khăn|vướng)",
                "(tổng hợp|kê|thống kê) (mấy|cái|giùm|giúp) [các] (vướng mắc|khó khăn|vướng)",
                "(coi|cho coi|list) [lại|các|những] [các] (phiếu|tồn đọng|trở ngại)",
                "(coi|cho coi|list) (mấy|cái|giùm|giúp) [các] (phiếu|tồn đọng|trở ngại)",
                "(tổng hợp|kê|thống kê) [lại|các|những] [các] (phiếu|tồn đọng|trở ngại)",
                "(tổng hợp|kê|thống kê) (mấy|cái|giùm|giúp) [các] (phiếu|tồn đọng|trở ngại)",
                "(vướng mắc|khó khăn|vướng|phiếu) [gì|nào|còn|đang|chưa] [còn|chưa] (tồn đọng)",
                "(vướng mắc|khó khăn) [gì|nào|còn|đang|chưa] [còn|chưa] (chưa xử lý)",
                "(vướng mắc|khó khăn) [gì|nào|còn|đang|chưa] [còn|chưa] (chưa giải quyết)",
                "(vướng|phiếu) [gì|nào|còn|đang|chưa] [còn|chưa] (chưa xử lý|chưa giải quyết)",
                "(vướng mắc|khó khăn) [gì|nào|còn|đang|chưa] [còn|chưa] (chưa xong|nào|chưa gỡ)",
                "(vướng|phiếu) [gì|nào|còn|đang|chưa] [còn|chưa] (chưa xong|nào|chưa gỡ)",
                "(còn|có) [những|bao nhiêu|mấy|cái|các] (vướng mắc|khó khăn|vướng|phiếu) (nào|gì)",
                "(còn|có) (bao nhiêu|mấy) (vướng mắc|khó khăn|vướng|phiếu)",
                "(bao nhiêu|mấy) [cái] (vướng mắc|khó khăn|vướng|phiếu)",
            ]
        ),
        (
            .trouble,
            [
                "(không|ko|k|hổng|hông|chưa|chẳng) (vào|vô|tạo|làm) [được|đc|dc]",
                "(không|ko|k|hổng|hông|chưa|chẳng) (nộp|gửi|mở|tải|nhận) [được|đc|dc]",
                "(không|ko|k|hổng|hông|chưa|chẳng) (quét|dùng|lên) [được|đc|dc]",
                "(không|ko|k|hổng|hông|chưa|chẳng) (đi|cài|có|kích hoạt) [được|đc|dc]",
                "(không|ko|hổng|chưa) (đăng nhập|đăng ký|xác thực|thanh toán) [được|đc|dc]",
                "(không|ko|hổng|chưa) (về [máy]|chạy|hiện|phản hồi|hoạt động|thấy gì|biết dùng)",
                "(bị|báo|lỗi) (lỗi|treo|sập|nghẽn|chậm|khóa|hư|hỏng)", "lỗi", "hư", "hỏng", "sập",
                "treo", "nghẽn", "quá tải",
                "yếu [quá]", "chập chờn", "mất (sóng|mạng|điện|kết nối)", "lầy lội", "ngập",
                "(không|ko|chưa) được",
                "không (có|chính chủ)", "thiếu", "quên mật khẩu", "chậm", "từ chối",
            ]
        ),
        (
            .troubleSubject,
            [
                "mạng", "sóng", "wifi", "3g", "4g", "cổng [dịch vụ công]", "dịch vụ công", "dvc",
                "vneid", "phần mềm",
                "hệ thống", "app", "ứng dụng", "otp", "sim", "loa", "máy [tính|in|quét]",
                "điện thoại", "đt", "tài khoản",
                "cccd", "căn cước", "chữ ký số", "cks", "web", "trang", "tin nhắn", "mã xác thực",
                "internet", "wi fi",
                "đường truyền", "định danh", "mức 2", "mất (sóng|mạng|điện|kết nối)",
            ]
        ),
        (
            .resolved,
            [
                "xong", "xong rồi", "đã (xong|giải quyết|xử lý|khắc phục|sửa|gỡ|ổn|được)",
                "đóng [phiếu|lại|giúp]", "hết (vướng|lỗi|kẹt)",
                "(giải quyết|xử lý|khắc phục|sửa|gỡ) (xong|được|rồi)", "giải quyết", "khắc phục",
                "ổn [rồi]", "ok [rồi]",
                "được rồi", "hết rồi", "vào [lại] được", "gỡ được", "done", "fixed",
                "fix [xong|rồi]", "êm [rồi]",
                "(có|chạy|lên|vô|vào|dùng) lại [được]", "hết (bị|rồi)", "thông [suốt] rồi",
                "bình thường [lại|rồi]", "hoàn tất", "xử xong", "đã (thay|lắp|cấp|đổi|nối)",
            ]
        ),
    ]
}
