import VietText

/// What a phrase of a message hints at.
enum ReportCue: Hashable, Sendable {
    case report
    case work
    case undoVerb
    case undoObject
    /// `undo`: enough alone.
    case undo
    case mistake
    case correct
    case denyBefore
    case denyAfter
    case confirm
    case cumulative
    case daily
    case subtree
    case progress
    /// `tình hình`: asks for the standing when a unit is named.
    case standing
    case ranking
    case missing
    case dayQuestion
    case campaign
    case blocker
    case blockerList
    case trouble
    case troubleSubject
    case resolved
    /// A word of questions that also stands in statements: `nào`, `gì`.
    case question
    /// A wording that only asks.
    case asking
    /// Trouble that can stand without a thing that is in trouble.
    case people
    /// A story, an announcement or a plan: its numbers are nobody's report.
    case otherTalk
    case future
    case noneTold
}

/// The wording of reports in Vietnamese, in template notation.
enum ReportWords {
    static let cues: PhraseTrie<ReportCue> = {
        var trie = PhraseTrie<ReportCue>()
        for (cue, phrases) in table {
            for phrase in phrases { trie.insert(phrase, cue) }
        }
        return trie
    }()

    private static let table: [(ReportCue, [String])] = [
        (
            .report,
            [
                "báo cáo", "bc", "b/c", "bcáo", "kết quả", "kq", "báo", "điểm danh", "chốt",
                "chốt sổ",
                "tổng hợp", "ghi nhận", "ghi (giùm|giúp|dùm|cho|hộ)",
                "(nhập|báo|gửi) (thay|giúp|giùm|hộ|bù)",
                "cập nhật", "số liệu", "gộp", "báo gộp", "thống kê", "gửi báo cáo", "bổ sung",
            ]
        ),
        (
            .work,
            [
                "đi [được|đc|dc]", "tạo [được|đc|dc|mới]", "kích hoạt", "hướng dẫn",
                "làm [được|đc|dc|mới]",
                "được", "đc", "dc", "đạt", "vận động", "phát loa", "phát thanh", "tuyên truyền",
                "ghé", "đến",
                "tới", "hỗ trợ", "nộp", "cấp", "cài", "xin [được]", "gặp", "mở", "hoàn thành",
                "xong", "tiếp nhận",
            ]
        ),
        (
            .undo,
            [
                "undo", "hoàn tác", "(đừng|khỏi|đừng có) (ghi|tính|lấy|nhận|cộng)",
                "khoan [hãy] (ghi|tính)",
            ]
        ),
        (
            .undoVerb,
            [
                "(hủy|xóa|bỏ|thu hồi|rút) [giúp|giùm|dùm|hộ|cho|đi]",
                "(gỡ|hủy bỏ|xóa bỏ|bỏ qua|rút lại) [giúp|giùm|dùm|hộ|cho|đi]",
                "(đừng|khỏi|không|ko|đừng có) (ghi|tính|lấy|nhận|cộng)",
            ]
        ),
        (
            .undoObject,
            [
                "báo cáo", "bc", "b/c", "tin [nhắn]", "số liệu", "bản", "phiếu báo",
                "(vừa|mới|hồi nãy|lúc nãy|khi nãy|ban nãy) (gửi|báo|nhắn|ghi|nhập|rồi|nãy|xong)",
                "(hồi|lúc|khi|ban|vừa) nãy", "vừa rồi", "cái (trên|đó|kia|đầu|này|cuối|hồi nãy)",
                "tin (trên|cuối)", "dòng (trên|cuối)", "lần (trước|vừa rồi)", "số vừa",
            ]
        ),
        (
            .mistake,
            [
                "(gửi|báo|ghi|bấm|đọc|nhắn|nhập|gõ|tính|đếm|viết|cộng|đánh) (nhầm|lộn|sai|lầm)",
                "nhầm", "nhầm rồi",
                "lộn rồi", "nhầm (ngày|nhóm|số|chỗ)", "lộn (ngày|nhóm|số|chỗ)", "sai (ngày|số)",
                "sai rồi",
                "bị (nhầm|lộn|sai)",
            ]
        ),
        (
            .correct,
            [
                "sửa [lại|giúp|giùm|số|thành]", "đính chính",
                "(chỉnh|điều chỉnh|cập nhật|ghi|báo|báo cáo|bc|gửi|tính|nhập|xin sửa) lại",
                "chỉnh [giúp|giùm]", "điều chỉnh", "đúng (ra|là|phải là)", "đúng ra là", "thực ra",
                "thật ra",
                "đổi lại", "đổi thành", "sửa số", "báo lại cho đúng", "lộn", "ghi sai", "sai",
                "cho sửa",
            ]
        ),
        (.confirm, ["mới (đúng|phải)", "là đúng", "đúng là", "mới chính xác"]),
        (
            .denyBefore,
            [
                "[chứ|chớ] (không|hổng|hông|ko|k|khong|chẳng) phải [là]",
                "(chứ|chớ) (không|hổng|hông|ko|k)",
                "(lúc|hồi|khi|ban) nãy [em|e|tôi|cô|chú|mình|tui] (ghi|báo|gửi|nói|nhập|nhắn|bấm)",
                "nãy (ghi|báo|gửi|nhập)", "thay vì", "thay cho",
                "(ghi|báo|nhập|gửi|gõ) (nhầm|lộn|sai) (là|thành)",
                "nhầm thành", "đã (ghi|báo) [nhầm|lộn|sai]", "trước đó (ghi|báo)",
                "ban đầu (ghi|báo)",
                "hôm qua (ghi|báo) (nhầm|lộn|sai)",
            ]
        ),
        (
            .denyAfter,
            [
                "là (sai|nhầm|lộn|thiếu|thừa|dư)", "bị (sai|nhầm|lộn|thiếu|dư)",
                "(sai|nhầm|lộn) rồi",
                "không đúng", "ko đúng",
            ]
        ),
        (
            .cumulative,
            [
                "lũy kế", "lk", "l/k", "luỹ tiến", "cộng dồn", "dồn lại",
                "[tổng|tính|tổng cộng|kể] từ (đầu|ngày đầu|khi bắt đầu) [đợt|chiến dịch|kỳ]",
                "[tổng|tính|tổng cộng|kể] từ (đầu|ngày đầu|khi bắt đầu) (tháng|năm)",
                "[tổng|tính|tổng cộng|kể] từ (đầu|ngày đầu|khi bắt đầu) (chương trình|ra quân)",
                "(tổng|tổng cộng|tổng số) (đến|tới|cho đến|cho tới) (nay|giờ|hôm nay|bây giờ)",
                "từ trước (đến|tới) (nay|giờ)", "tính (đến|tới)", "(cho đến|cho tới|đến|tới) nay",
                "(cho đến|cho tới|đến|tới) (thời điểm này|thời điểm hiện tại|hiện tại|giờ)",
            ]
        ),
        (
            .daily,
            [
                "hôm nay", "trong ngày", "bữa nay", "ngày hôm nay", "riêng hôm nay", "hnay",
                "riêng ngày",
            ]
        ),
        (
            .subtree,
            [
                "(toàn|cả) (xã|huyện|tỉnh|phường|thành phố|địa bàn|khu phố|thị xã|thị trấn)",
                "(các|tất cả các|tất cả) (thôn|ấp|tổ|khu phố|xã|phường|đơn vị)",
            ]
        ),
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
                "đạt chỉ tiêu chưa", "còn (bao nhiêu|mấy) (hộ|tk|hồ sơ|tài khoản)",
            ]
        ),
        (.standing, ["tình hình", "kết quả", "số liệu"]),
        (
            .ranking,
            [
                "xếp hạng", "bảng xếp hạng", "bxh", "bảng (thi đua|vàng|điểm)", "dẫn đầu",
                "đứng (thứ|hạng) (mấy|bao nhiêu)",
                "đứng (đầu|nhất|bét|chót|cuối)", "(hạng|thứ|hàng) mấy", "top [mấy|10|5|3]",
                "xếp thứ (mấy|bao nhiêu)",
                "(cao|thấp|nhiều|ít) nhất", "về (nhất|nhì|bét)", "thứ hạng", "xếp loại",
                "(nhiều|ít) (hộ|nhà|tk|tài khoản|hồ sơ|hs) nhất", "(đầu|nhất|chót|bét|cuối) bảng",
                "đội sổ",
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
                "chưa (báo|nộp|gửi)",
                "nhắc (ai|tổ nào)", "(ai|tổ nào|thôn nào|ấp nào) (thiếu|quên)",
            ]
        ),
        (
            .dayQuestion,
            [
                "ngày [thứ] (mấy|bao nhiêu)",
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
        (
            .blocker,
            [
                "(khó khăn|vướng mắc|vướng|trở ngại|khó khăn vướng mắc|vướng mắc khó khăn)",
                "(đang|bị|gặp) (kẹt|vướng|khó|khó khăn|trở ngại|sự cố)", "kẹt", "phản ánh",
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
                "(còn|có|bao nhiêu|mấy) [những|bao nhiêu] (vướng mắc|khó khăn) [nào|gì]",
                "(còn|có|bao nhiêu|mấy) (mấy|cái|các) (vướng mắc|khó khăn) [nào|gì]",
                "(còn|có|bao nhiêu|mấy) [những|bao nhiêu|mấy|cái|các] (vướng|phiếu) [nào|gì]",
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
                "được rồi", "hết rồi", "vào (lại)? được", "gỡ được",
            ]
        ),
        (
            .asking,
            [
                "phải (không|ko|hông|hôn|k|hong)", "bao nhiêu", "bao (lâu|xa)",
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
                "bán", "cho thuê", "giảm giá", "mua",
                "nếu", "giả sử", "ví dụ", "vd", "chúc", "mời", "cần (phải|đạt|thêm)",
                "còn (vài|thiếu|lại)", "giá", "thưởng", "lương",
                "chắc", "hình như", "bên kia", "người ta", "tuyển",
            ]
        ),
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
