import Campaign
import Testing
import VietText

/// Reports of many leaders on many days, each row with its sender and day.
@Suite struct ReportReaderLeadersTests {
    typealias Row = ReadingRow

    static let undone: [Row] = Row.sent(
        "what was not done, is planned or is a target counts for nothing",
        [
            (
                "thac-dai", "06-05",
                "cô đi được 7 nhà, có 2 nhà đi vắng nên hẹn mai, làm dc 3 tài khoản dịch vụ công nghen con",
                "report thac-dai 06-05 ho_den+7 tk_dvc+3"
            ),
            (
                "phuoc-tan", "07-30",
                "bữa nay đi mười nhà hết bốn nhà khóa cửa, tạo được hai tài khoản dịch vụ công",
                "report phuoc-tan 07-30 ho_den+10 tk_dvc+2"
            ),
            (
                "thac-dai", "08-09", "8 hộ nha, mai đi tiếp 10 hộ nữa",
                "report thac-dai 08-09 ho_den+8"
            ),
            (
                "ap-8a", "07-11", "bữa thứ bảy em đi 10 hộ chưa báo ạ",
                "report ap-8a 07-09 ho_den+10"
            ),
            (
                "ap-8a", "08-09", "chỉ tiêu 10 hộ/ngày, hôm nay đi được 12 hộ ạ",
                "report ap-8a 08-09 ho_den+12"
            ),
            (
                "ap-2", "08-09", "10 hộ nha, chưa tới chỉ tiêu 15 hộ, tk dvc 3",
                "report ap-2 08-09 ho_den+10 tk_dvc+3"
            ),
            (
                "cay-da", "08-08", "đạt 15 hộ, vượt 5 hộ so với hôm qua; tk dvc 7",
                "report cay-da 08-08 ho_den+15 tk_dvc+7"
            ),
            (
                "cay-da", "06-28", "hôm nay 12 hộ, tăng 2 hộ so với hôm qua",
                "report cay-da 06-28 ho_den+12"
            ),
            (
                "dak-son-1", "08-09", "9/8 đi 11 hộ, có 3 hộ không ở nhà; tk dvc 4",
                "report dak-son-1 08-09 ho_den+11 tk_dvc+4"
            ),
            (
                "ap-1", "08-10", "hôm nay đi 9 hộ trong tổng số 120 hộ của ấp",
                "report ap-1 08-10 ho_den+9"
            ),
            (
                "dak-son-1", "08-18", "đi 10 hộ mà 6 hộ đã có tài khoản rồi, làm mới 3 tk dvc",
                "report dak-son-1 08-18 ho_den+10 tk_dvc+3"
            ),
            (
                "thac-dai", "08-18", "bà con hẹn lại 3 hộ, đi được 7 hộ",
                "report thac-dai 08-18 ho_den+7"
            ),
        ])

    static let parts: [Row] = Row.sent(
        "parts of a number follow it, in brackets or behind trong đó",
        [
            (
                "ap-8a", "07-22", "đạt 12 hộ ạ, trong đó 4 hộ đồng bào S'tiêng, tk dvc 5",
                "report ap-8a 07-22 ho_den+12 tk_dvc+5"
            ),
            (
                "cay-da", "08-10",
                "10-8 Cay Da: 15 ho; 8 tk dvc; 9 vneid muc 2; 2 chu ky so; 1 loa",
                "report cay-da 08-10 ho_den+15 tk_dvc+8 vneid2+9 chu_ky_so+2 tuyen_truyen+1"
            ),
            (
                "tan-binh", "07-26",
                "Phường Tân Bình 26/7: hồ sơ đến 44 (online 40, trực tiếp 4), số hóa 44, giải quyết 41 (quá hạn 0)",
                "report tan-binh 07-26 hs_online+40/44 so_hoa+44/44 qua_han+0/41"
            ),
            (
                "tan-tra", "07-29", "Tân Trà: hôm nay hỗ trợ 6 hs, trong đó nộp online 5",
                "report tan-tra 07-29 hs_online+5/6"
            ),
            (
                "tan-binh", "06-16",
                "Bộ phận một cửa phường Tân Bình ngày 16/6: Tổng số hồ sơ 41 (trực tuyến 35, trực tiếp 6). Số hóa 41. Đã giải quyết 38, quá hạn 0.",
                "report tan-binh 06-16 hs_online+35/41 so_hoa+41/41 qua_han+0/38"
            ),
            (
                "tan-binh", "07-06",
                "tân bình 6/7 nhận 39 hs, qua mạng 34, trực tiếp 5, scan 39, trả 36 trễ 0, phí online 22 gd",
                "report tan-binh 07-06 hs_online+34/39 thanh_toan+22 so_hoa+39/39 qua_han+0/36"
            ),
            (
                "tan-binh", "08-04", "trễ hạn 1 hồ sơ trong tổng 30 hồ sơ giải quyết",
                "report tan-binh 08-04 qua_han+1/30"
            ),
            (
                "tan-tra", "08-07",
                "Kết quả ngày 07/8/2022 của KP Tân Trà:\nSố hộ tiếp cận: 12/12 hộ\nTK DVC: 8",
                "report tan-tra 08-07 ho_den+12 tk_dvc+8"
            ),
            (
                "tan-binh", "08-22",
                "Phường Tân Bình 22/8: 45 hồ sơ (41 trực tuyến, 4 trực tiếp), số hóa 45/45, quá hạn 0/42",
                "report tan-binh 08-22 hs_online+41/45 so_hoa+45/45 qua_han+0/42"
            ),
        ])

    static let dates: [Row] = Row.sent(
        "a date before names that have their numbers is a date",
        [
            (
                "loc-hoa", "06-28",
                "Lộc Hòa 28/6: hs TT 18/23; SH 23/23; QH 0/21; TT lệ phí 11. Vướng: máy scan hỏng từ sáng",
                "report loc-hoa 06-28 hs_online+18/23 thanh_toan+11 so_hoa+23/23 qua_han+0/21 \"máy scan hỏng từ sáng\""
            ),
            (
                "phu-van", "06-08", "Xã Phú Văn 8/6 TN 14 onl 9 SH 14 QH 0/12",
                "report phu-van 06-08 hs_online+9/14 so_hoa+14/14 qua_han+0/12"
            ),
            (
                "tan-tra", "06-13",
                "Khu phố Tân Trà - Thứ Hai 13/6\nHộ tiếp cận: 12\nTK DVCQG tạo mới: 8\nĐịnh danh mức 2: 7\nHồ sơ nộp trực tuyến: 5/6\nThanh toán trực tuyến: 3",
                "report tan-tra 06-13 ho_den+12 tk_dvc+8 vneid2+7 hs_online+5/6 thanh_toan+3"
            ),
            (
                "loc-hoa", "08-03", "3/8 Lộc Hòa TN 20 onl 17 SH 20 GQ 18 QH 0 TTTT 11",
                "report loc-hoa 08-03 hs_online+17/20 thanh_toan+11 so_hoa+20/20 qua_han+0/18"
            ),
            (
                "dak-son-2", "07-23", "23-7 dak son 2 9 ho 3 dvc 2 dinh danh 1 loa",
                "report dak-son-2 07-23 ho_den+9 tk_dvc+3 vneid2+2 tuyen_truyen+1"
            ),
        ])

    static let totals: [Row] = Row.sent(
        "a running total may be told behind its number or beside the day's",
        [
            (
                "phuoc-tan", "07-12",
                "tính luôn bữa nay là chú đi được hai trăm mười hộ từ đầu chiến dịch",
                "report phuoc-tan 07-12 ho_den=210"
            ),
            (
                "thac-dai", "07-14", "một trăm lẻ năm hộ là tổng từ đầu tới giờ của tổ cô",
                "report thac-dai 07-14 ho_den=105"
            ),
            (
                "ap-2", "06-19", "cuối ngày: hộ 9 (lũy kế 171), dvc 4 (lũy kế 66)",
                "report ap-2 06-19 ho_den+9 tk_dvc+4"
            ),
            (
                "phuoc-tan", "08-07",
                "tổng kết tới 7/8 tổ chú đi được ba trăm mười lăm hộ, một trăm hai mươi tài khoản dịch vụ công",
                "report phuoc-tan 08-07 ho_den=315 tk_dvc=120"
            ),
            (
                "ap-8a", "06-18", "hôm nay 10 hộ, tk dvc lũy kế 95",
                "report ap-8a 06-18 ho_den+10 tk_dvc=95"
            ),
            (
                "dak-son-1", "07-12", "nay có khách nên e đi buổi tối thôi, 5 hộ 2 tk dvc",
                "report dak-son-1 07-12 ho_den+5 tk_dvc+2"
            ),
            (
                "ap-1", "08-08", "Hôm nay: hộ 12, dvc 5\nLũy kế: hộ 512, dvc 230",
                "report ap-1 08-08 ho_den+12 tk_dvc+5"
            ),
        ])

    static let others: [Row] = Row.sent(
        "someone reports for another unit",
        [
            (
                "cay-da", "06-22", "thôn Thác Dài nhờ Cây Da báo hộ: 5 hộ, 1 tk dvc",
                "report thac-dai 06-22 ho_den+5 tk_dvc+1"
            ),
            (
                "ap-8a", "06-22", "22/6 hộ 12 dvc 5 m2 4. Khó: bà con ngại cung cấp thông tin",
                "report ap-8a 06-22 ho_den+12 tk_dvc+5 vneid2+4 \"bà con ngại cung cấp thông tin\""
            ),
            (
                "tan-tra", "08-08", "hôm nay làm 4 chữ ký số với 3 giao dịch nộp phí online",
                "report tan-tra 08-08 thanh_toan+3 chu_ky_so+4"
            ),
            (
                "ap-8a", "08-08", "báo hộ ấp 2 (đt anh Lành hư): 8/8 9 hộ, 3 dvc",
                "report ap-2 08-08 ho_den+9 tk_dvc+3"
            ),
            (
                "tan-tra", "07-17", "nhà mạng tài trợ, nay trao 5 smartphone cho bà con",
                "report tan-tra 07-17 smartphone+5"
            ),
        ])

    static let words: [Row] = Row.sent(
        "numbers in words, beside names of people and words of measure",
        [
            (
                "suoi-thon", "07-02",
                "hôm nay là mùng hai, bác đi mười hai nhà, làm được ba cái chữ ký số",
                "report suoi-thon 07-02 ho_den+12 chu_ky_so+3"
            ),
            (
                "phuoc-tan", "07-16", "chú xin dc của thằng cháu 1 cái smartphone cho bà Hai",
                "report phuoc-tan 07-16 smartphone+1"
            ),
            (
                "ap-8a", "08-12", "Em Hạnh 8A: hộ mười hai, tk dvc bốn, mức hai ba ạ",
                "report ap-8a 08-12 ho_den+12 tk_dvc+4 vneid2+3"
            ),
            (
                "ap-2", "07-12", "đi 0 hộ, loa 2",
                "report ap-2 07-12 ho_den+0 tuyen_truyen+2"
            ),
            (
                "phuoc-tan", "06-13",
                "hôm nay chú đi được hai mươi lăm hộ luôn, làm mười một cái tài khoản dịch vụ công",
                "report phuoc-tan 06-13 ho_den+25 tk_dvc+11"
            ),
            (
                "phuoc-tan", "08-01",
                "chú đây, bữa nay mười ba nhà, tài khoản dịch vụ công được năm cái, mức hai được bốn cái",
                "report phuoc-tan 08-01 ho_den+13 tk_dvc+5 vneid2+4"
            ),
            (
                "phuoc-tan", "08-08", "tặng được 1 máy điện thoại cho hộ cô Ba, 6 hộ",
                "report phuoc-tan 08-08 ho_den+6 smartphone+1"
            ),
        ])

    static let marks: [Row] = Row.sent(
        "a dash, an equals sign or a word of measure between name and number",
        [
            (
                "ap-8a", "07-24", "hnay 24/7: hộ - 12, tk dvc - 5, vneid m2 - 6",
                "report ap-8a 07-24 ho_den+12 tk_dvc+5 vneid2+6"
            ),
            (
                "ap-8a", "07-12",
                "nay em đi 10 hộ ạ, tk dvc thì 4, mức 2 thì 3, còn chữ ký số chưa có ai",
                "report ap-8a 07-12 ho_den+10 tk_dvc+4 vneid2+3"
            ),
            (
                "ap-2", "07-13", "13/7. 9 hộ. 4 dvc. 0 m2.",
                "report ap-2 07-13 ho_den+9 tk_dvc+4 vneid2+0"
            ),
            (
                "thac-dai", "08-11",
                "ghé 8 hộ, làm 3 tài khoản dịch vụ công, 2 tài khoản định danh mức 2, tặng 1 điện thoại cũ",
                "report thac-dai 08-11 ho_den+8 tk_dvc+3 vneid2+2 smartphone+1"
            ),
            (
                "tan-binh", "08-22", "Online | 38 | Tổng | 40",
                "report tan-binh 08-22 hs_online+38/40"
            ),
        ])

    static let sessions: [Row] = Row.sent(
        "lượt is said of sessions, not of payments",
        [
            (
                "thac-dai", "07-17", "phát thanh 3 lượt, phát 40 tờ rơi",
                "report thac-dai 07-17 tuyen_truyen+3"
            ),
            (
                "ap-1", "07-19",
                "ngày 19/7 Ấp 1 không tổ chức đi hộ do họp chi bộ; tuyên truyền trên loa 02 lượt",
                "report ap-1 07-19 tuyen_truyen+2"
            ),
            (
                "ap-1", "07-24",
                "Ngày 24/7/2022, thời tiết mưa, tổ ấp 1 vẫn đến được 8 hộ và phát thanh 02 lượt",
                "report ap-1 07-24 ho_den+8 tuyen_truyen+2"
            ),
            (
                "ap-2", "06-20", "nay chỉ loa 2 lượt chứ không đi hộ",
                "report ap-2 06-20 tuyen_truyen+2"
            ),
            (
                "tan-binh", "08-15",
                "Tân Bình: đầu vào 40; qua cổng DVC 37; số hóa 40; đã trả kết quả 39; quá hạn 0",
                "report tan-binh 08-15 hs_online+37/40 so_hoa+40/40 qua_han+0/39"
            ),
            (
                "tan-binh", "08-16", "lệ phí nộp online 13 lượt hôm nay",
                "report tan-binh 08-16 thanh_toan+13"
            ),
        ])

    static let stretches: [Row] = Row.sent(
        "several days in one report count for the last",
        [
            (
                "ap-8a", "07-17", "16/7 em quên báo, 17/7 em gộp luôn ạ: 19 hộ, 7 tk dvc",
                "report ap-8a 07-17 ho_den+19 tk_dvc+7"
            ),
            (
                "suoi-thon", "06-20",
                "tuần qua tổ Suối Thôn bận lễ nên giờ bác báo một lượt: ba mươi hai hộ, mười bốn tài khoản dịch vụ công",
                "report suoi-thon 06-19 ho_den+32 tk_dvc+14"
            ),
            (
                "ap-8a", "07-10", "báo cáo hai ngày cuối tuần 9-10/7: hộ 22, tk dvc 9, vneid m2 8",
                "report ap-8a 07-10 ho_den+22 tk_dvc+9 vneid2+8"
            ),
            (
                "thac-dai", "06-17", "bc gộp từ 13/6 đến 17/6 cho tổ Thác Dài: hộ 33, dvc 9",
                "report thac-dai 06-17 ho_den+33 tk_dvc+9"
            ),
            (
                "thac-dai", "08-07", "từ ngày 5 đến ngày 7/8 cô đi 21 hộ, 6 tài khoản dịch vụ công",
                "report thac-dai 08-07 ho_den+21 tk_dvc+6"
            ),
        ])

    @Test(
        arguments: [undone, parts, dates, totals, others, words, marks, sessions, stretches].flatMap
        { $0 })
    func readsAMessage(_ row: Row) throws {
        #expect(try row.drawn() == row.expected)
    }
}
