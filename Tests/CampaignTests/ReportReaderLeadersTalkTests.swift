import Campaign
import Testing
import VietText

/// Corrections, questions, difficulties and talk of many leaders, each with its sender and day.
@Suite struct ReportReaderLeadersTalkTests {
    typealias Row = ReadingRow

    static let corrections: [Row] = Row.sent(
        "the number said to be right replaces the one said to be wrong",
        [
            (
                "dak-son-2", "06-11", "sua giup toi hom nay 12 ho khong phai 21 ho",
                "correct dak-son-2 06-11 ho_den+12"
            ),
            (
                "ap-8a", "07-20", "em ghi thiếu 1 hộ, đúng phải là 10 hộ ạ",
                "correct ap-8a 07-20 ho_den+10"
            ),
            (
                "suoi-thon", "07-22", "bữa qua bác nói mười lăm hộ là trật, có mười ba hộ thôi",
                "correct suoi-thon 07-21 ho_den+13"
            ),
            (
                "loc-hoa", "06-17", "Điều chỉnh báo cáo 16/6 xã Lộc Hòa: số hóa 21/21",
                "correct loc-hoa 06-16 so_hoa+21/21"
            ),
            (
                "dak-son-1", "07-10", "e báo nhầm vneid m2 4, đúng là 3 ạ",
                "correct dak-son-1 07-10 vneid2+3"
            ),
            (
                "tan-binh", "07-08", "số hóa 43/45 mới đúng, em gõ nhầm 44",
                "correct tan-binh 07-08 so_hoa+43/45"
            ),
            (
                "phuoc-tan", "07-13", "mười hai hộ chớ không phải hai chục nghe con",
                "correct phuoc-tan 07-13 ho_den+12"
            ),
            (
                "thac-dai", "08-03", "hôm qua cô báo phát loa 3 lần là dư, có 2 lần thôi",
                "correct thac-dai 08-02 tuyen_truyen+2"
            ),
            (
                "tan-binh", "08-04", "số hóa ngày 3/8 là 45/46, đề nghị sửa",
                "correct tan-binh 08-03 so_hoa+45/46"
            ),
            (
                "dak-son-2", "06-24", "lon roi, vneid muc 2 la 2",
                "correct dak-son-2 06-24 vneid2+2"
            ),
            (
                "ap-2", "06-19", "lũy kế đúng là 172 hộ",
                "correct ap-2 06-19 ho_den=172"
            ),
            (
                "dak-son-2", "08-22", "hôm qua tôi báo 12 hộ là sai, đúng là 11 hộ",
                "correct dak-son-2 08-21 ho_den+11"
            ),
            (
                "cay-da", "08-26", "đt tặng hôm qua là 1 thôi nha, e ghi nhầm 2",
                "correct cay-da 08-25 smartphone+1"
            ),
        ])

    static let takenBack: [Row] = Row.sent(
        "the last report is taken back",
        [
            (
                "cay-da", "08-01", "cancel bc vừa nãy nha 😅",
                "undo"
            ),
            (
                "ap-8a", "07-09", "em lỡ tay gửi, hủy giúp em với ạ",
                "undo"
            ),
            (
                "ap-2", "06-20", "del",
                "undo"
            ),
            (
                "phuoc-tan", "08-02", "thôi xóa cái báo cáo mới nãy đi con, chú tính lại",
                "undo"
            ),
            (
                "cay-da", "08-02", "thôn Cây Da được bao nhiêu vneid rồi ạ",
                "query_progress cay-da"
            ),
        ])

    static let questions: [Row] = Row.sent(
        "asks without a question mark, in short forms",
        [
            (
                "cay-da", "07-20", "cây da còn bn hộ nữa đủ chỉ tiêu",
                "query_progress cay-da"
            ),
            (
                "binh-phuoc", "08-01", "báo cáo tiến độ toàn tỉnh",
                "query_progress binh-phuoc"
            ),
            (
                "bu-gia-map", "07-20", "xã nào làm tốt nhất huyện Bù Gia Mập",
                "query_ranking bu-gia-map"
            ),
            (
                "dak-son-2", "07-02", "ket qua thon dak son 2 toi hom nay",
                "query_progress dak-son-2"
            ),
            (
                "tan-binh", "07-25", "số liệu của phường Tân Bình hôm nay",
                "query_progress tan-binh"
            ),
            (
                "suoi-thon", "08-05", "tk dvc của tổ mình tới giờ là mấy cái rồi",
                "query_progress -"
            ),
            (
                "ap-2", "06-27", "kq ấp 2",
                "query_progress ap-2"
            ),
            (
                "loc-hoa", "08-01", "tổ nào còn nợ bc vậy",
                "query_missing -"
            ),
            (
                "binh-phuoc", "06-25", "liệt kê đơn vị chưa báo cáo ngày hôm nay",
                "query_missing -"
            ),
            (
                "thac-dai", "07-08", "còn bao lâu nữa hết đợt",
                "query_day -"
            ),
            (
                "phuoc-tan", "07-20", "ngày nào tổng kết chiến dịch vậy em",
                "query_day -"
            ),
            (
                "suoi-thon", "06-20", "đợt này bao nhiêu ngày nữa thì hết",
                "query_day -"
            ),
            (
                "ap-2", "08-10", "ap minh xep hang may",
                "query_ranking -"
            ),
            (
                "bu-gia-map", "08-05", "Huyện Bù Gia Mập hôm nay còn bao nhiêu thôn chưa báo cáo",
                "query_missing bu-gia-map"
            ),
            (
                "cay-da", "08-14", "top 3 thôn nhiều hộ nhất",
                "query_ranking -"
            ),
        ])

    static let blockers: [Row] = Row.sent(
        "where a difficulty begins and ends",
        [
            (
                "cay-da", "06-26",
                "cây da hnay\n- 16 hộ 💪\n- 8 dvc\n- 9 vneid m2\n- 2 cks\n- tặng 1 đt\n- loa 1 lần\nkhó: pin yếu, cúp điện cả buổi",
                "report cay-da 06-26 ho_den+16 tk_dvc+8 vneid2+9 chu_ky_so+2 tuyen_truyen+1 smartphone+1 \"pin yếu, cúp điện cả buổi\""
            ),
            (
                "dak-son-1", "07-19", "đi 13 hộ, 6 dvc, còn vướng vụ dân chưa có căn cước gắn chip",
                "report dak-son-1 07-19 ho_den+13 tk_dvc+6 \"vụ dân chưa có căn cước gắn chip\""
            ),
            (
                "ap-8a", "07-13",
                "dạ khó khăn của tổ em là người dân lớn tuổi không có điện thoại ạ",
                "blocker \"người dân lớn tuổi không có điện thoại\""
            ),
            (
                "thac-dai", "07-08", "con ơi xóm cô mất sóng ba bữa rồi, không làm gì được hết",
                "blocker \"xóm cô mất sóng ba bữa rồi, không làm gì được hết\""
            ),
            (
                "ap-8a", "06-22",
                "em báo cáo: 11 hộ, 4 tk dvc ạ. Vướng mắc là nhiều người mất sim cũ không nhận được OTP ạ",
                "report ap-8a 06-22 ho_den+11 tk_dvc+4 \"nhiều người mất sim cũ không nhận được OTP\""
            ),
        ])

    static let asking: [Row] = Row.sent(
        "doubtful numbers are asked about",
        [
            (
                "phuoc-tan", "06-12", "mười mấy hộ gì đó, chú không nhớ rõ",
                "ask_back"
            ),
            (
                "cay-da", "07-06", "tk dvc tầm 5 6 cái",
                "ask_back"
            ),
            (
                "ap-1", "07-12", "hướng dẫn cho 18 người",
                "ask_back"
            ),
            (
                "cay-da", "07-23", "-5 hộ",
                "ask_back"
            ),
            (
                "thac-dai", "07-30", "vneid mức 2 được ba hay bốn người gì đó con",
                "ask_back"
            ),
            (
                "cay-da", "07-23", "4-5 tk dvc, chắc vậy",
                "ask_back"
            ),
            (
                "phuoc-tan", "08-06", "hôm nay đi được mấy chục hộ luôn",
                "ask_back"
            ),
            (
                "ap-8a", "06-20", "giúp 15 người dân ạ",
                "ask_back"
            ),
            (
                "dak-son-1", "06-19", "ai rảnh mai đi với em 2 xóm trên",
                "none"
            ),
            (
                "ap-8a", "08-08", "hôm nay 15",
                "ask_back"
            ),
            (
                "phuoc-tan", "08-15", "hộ tám chín gì đó",
                "ask_back"
            ),
        ])

    static let talk: [Row] = Row.sent(
        "words of reports in other talk",
        [
            (
                "phu-van", "08-08", "chúc mừng tổ Cây Da đứng nhất tuần qua 👏",
                "none"
            ),
            (
                "ap-8a", "06-25", "anh chị gửi em file mẫu với ạ",
                "none"
            ),
            (
                "ap-2", "07-21", "hộ 5000 dvc 3",
                "ask_back"
            ),
            (
                "loc-hoa", "06-20", "Đề nghị các ấp gửi báo cáo trước 20h hàng ngày",
                "none"
            ),
            (
                "phuoc-tan", "08-24", "ngày 2/9 được nghỉ 4 ngày đó bà con",
                "none"
            ),
            (
                "loc-hoa", "08-25", "các tổ gửi danh sách 10 hộ tiêu biểu về xã trước 30/8",
                "none"
            ),
        ])

    static let resolved: [Row] = Row.sent(
        "a difficulty is over",
        [
            (
                "cay-da", "08-20", "K30 done ✅",
                "resolve_blocker K30"
            ),
            (
                "cay-da", "06-15", "K2 được rồi nha",
                "resolve_blocker K2"
            ),
        ])

    @Test(
        arguments: [corrections, takenBack, questions, blockers, asking, talk, resolved].flatMap {
            $0
        })
    func readsAMessage(_ row: Row) throws {
        #expect(try row.drawn() == row.expected)
    }
}
