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
    /// The units below are asked for one by one: `từng thôn`, `chi tiết`.
    case breakdown
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
    /// A target, beside which a number is no work done.
    case goal
    /// `trong đó`: parts of the number before follow.
    case among
    /// The sender is not sure of the numbers.
    case unsure
    case noneTold
}

/// The wording of reports in Vietnamese, in template notation.
enum ReportWords {
    static let cues: PhraseTrie<ReportCue> = {
        var trie = PhraseTrie<ReportCue>()
        for (cue, phrases) in table + questions + troubles + talk {
            for phrase in phrases {
                trie.insert(phrase, cue)
                if let short = shortened(phrase) { trie.insert(short, cue) }
            }
        }
        return trie
    }()

    /// The phrase with the short form of `bao nhiêu` that people type.
    private static func shortened(_ phrase: String) -> String? {
        let words = phrase.split(separator: " ", omittingEmptySubsequences: false)
        var result: [String] = []
        for word in words {
            if let last = result.last, last.hasSuffix("bao"), word.hasPrefix("nhiêu") {
                result[result.count - 1] = last.dropLast(3) + "bn" + word.dropFirst(5)
            } else {
                result.append(String(word))
            }
        }
        return result.count < words.count ? result.joined(separator: " ") : nil
    }

    private static let table: [(ReportCue, [String])] = [
        (
            .report,
            [
                "báo cáo", "bc", "b/c", "bcáo", "kết quả", "kq", "báo", "điểm danh", "chốt",
                "chốt sổ",
                "tổng hợp", "ghi nhận", "ghi (giùm|giúp|dùm|cho|hộ)",
                "(nhập|báo|gửi) (thay|giúp|giùm|hộ|bù)",
                "cập nhật", "số liệu", "gộp", "quên", "báo gộp", "thống kê", "gửi báo cáo",
                "bổ sung",
            ]
        ),
        (
            .work,
            [
                "đi [được|đc|dc]", "tạo [được|đc|dc|mới]", "kích hoạt", "hướng dẫn",
                "làm [được|đc|dc|mới]",
                "được", "đc", "dc", "đạt", "vận động", "phát loa", "phát thanh", "tuyên truyền",
                "ghé", "đến",
                "tới", "hỗ trợ", "giúp [được|đc|cho]", "nộp", "cấp", "cài", "xin [được]", "gặp",
                "mở", "hoàn thành",
                "xong", "tiếp nhận",
            ]
        ),
        (
            .undo,
            [
                "undo", "hoàn tác", "cancel", "delete", "del",
                "(đừng|khỏi|đừng có) (ghi|tính|lấy|nhận|cộng)",
                "khoan [hãy] (ghi|tính)",
            ]
        ),
        (
            .undoVerb,
            [
                "(hủy|xóa|bỏ|thu hồi|rút) [giúp|giùm|dùm|hộ|cho|đi]",
                "(gỡ|hủy bỏ|xóa bỏ|bỏ qua|rút lại|dẹp|bỏ giùm) [giúp|giùm|dùm|hộ|cho|đi]",
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
                "lộn rồi", "nhầm (ngày|nhóm|số|chỗ)", "lộn (ngày|nhóm|số|chỗ)", "lỡ (tay|bấm|gửi)",
                "sai (ngày|số)",
                "sai rồi",
                "bị (nhầm|lộn|sai)", "(nói|ghi|báo|đếm) trật", "trật rồi", "trật lất",
                "(gõ|ghi|báo|nhập|gửi|đếm) (thiếu|dư|thừa) [số]", "đánh máy (nhầm|sai|lộn)",
            ]
        ),
        (
            .correct,
            [
                "sửa [lại|giúp|giùm|số|thành]", "đính chính", "hiệu chỉnh", "chữa lại",
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
                "(ghi|báo|nhập|gửi|gõ|nói) (nhầm|lộn|sai|trật) (là|thành)",
                "(ghi|báo|nhập|gửi|gõ|đếm|tính) (thiếu|dư|thừa)",
                "nhầm thành", "đã (ghi|báo) [nhầm|lộn|sai]", "trước đó (ghi|báo)",
                "ban đầu (ghi|báo)",
                "hôm qua (ghi|báo) (nhầm|lộn|sai)",
            ]
        ),
        (
            .denyAfter,
            [
                "là (sai|nhầm|lộn|thiếu|thừa|dư|trật)", "bị (sai|nhầm|lộn|thiếu|dư|trật)",
                "(sai|nhầm|lộn|trật) rồi", "là (không|ko|hổng) đúng",
                "không đúng", "ko đúng",
            ]
        ),
        (
            .cumulative,
            [
                "lũy kế", "lk", "l/k", "luỹ tiến", "cộng dồn", "dồn lại",
                "[tổng|tính|tổng cộng|kể] từ (đầu|ngày đầu|khi bắt đầu) [đợt|chiến dịch|kỳ]",
                "từ (hôm|ngày|bữa|lúc|khi|hồi) (ra quân|phát động|bắt đầu) (đến|tới) (nay|giờ)",
                "từ (hôm|ngày|bữa|lúc|khi|hồi) (ra quân|phát động|bắt đầu)",
                "[tổng|tính|tổng cộng|kể] từ (đầu|ngày đầu|khi bắt đầu) (tháng|năm)",
                "[tổng|tính|tổng cộng|kể] từ (đầu|ngày đầu|khi bắt đầu) (chương trình|ra quân)",
                "(tổng|tổng cộng|tổng số) (đến|tới|cho đến|cho tới) (nay|giờ|hôm nay|bây giờ)",
                "(tổng kết|tổng cộng|chốt|chốt sổ|cộng hết|tất cả) (đến|tới) [hết] [ngày]",
                "tính (luôn|cả|gồm cả) (bữa nay|hôm nay|nay|ngày nay)", "tổng cộng dồn",
                "từ (ngày đầu|hôm đầu|bữa đầu|đầu tháng) (đến|tới) (nay|giờ)",
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
    ]
}
