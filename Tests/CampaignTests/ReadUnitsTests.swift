import Campaign
import Testing
import VietText

@Suite struct ReadUnitsTests {
    static let lines = UnitsRow.rows(
        "a line for each unit",
        [
            (
                "Đắk Son 1: 12 hộ, 5 tk dvc\nĐắk Son 2: 8 hộ, 2 tk dvc\nCây Da: 5 hộ",
                "dak-son-1 ho_den+12 tk_dvc+5 | dak-son-2 ho_den+8 tk_dvc+2 | cay-da ho_den+5"
            ),
            (
                "- thôn Cây Da 5 hộ\n- thôn Thác Dài 7 hộ, 2 vneid",
                "cay-da ho_den+5 | thac-dai ho_den+7 vneid2+2"
            ),
            (
                "1. Thác Dài – 7 hộ; 2 vneid\n2. Cây Da – 5 hộ; 0 vneid",
                "thac-dai ho_den+7 vneid2+2 | cay-da ho_den+5 vneid2+0"
            ),
            (
                "Báo cáo ngày 19/7 xã Phú Văn\nĐắk Son 1: 12 hộ\nĐắk Son 2: 8 hộ",
                "dak-son-1 07-19 ho_den+12 | dak-son-2 07-19 ho_den+8"
            ),
            (
                "Lũy kế đến 19/7:\nĐắk Son 1: 320 hộ, 110 tk dvc\nCây Da: 250 hộ, 98 tk dvc",
                "dak-son-1 07-19 ho_den=320 tk_dvc=110 | cay-da 07-19 ho_den=250 tk_dvc=98"
            ),
            (
                "Kính gửi anh, em xin báo cáo kết quả hôm qua như sau:\nDS1 12 hộ 4 tk dvc\nDS2 10 hộ 3 tk dvc\nĐề nghị anh xem giúp",
                "dak-son-1 07-19 ho_den+12 tk_dvc+4 | dak-son-2 07-19 ho_den+10 tk_dvc+3"
            ),
            (
                "bao cao hom nay\ndak son 1 12 ho 5 tk dvc\ndak son 2 8 ho\ncay da muoi hai ho",
                "dak-son-1 ho_den+12 tk_dvc+5 | dak-son-2 ho_den+8 | cay-da ho_den+12"
            ),
            (
                "Đắk Son 1: hs online 7/9\nĐắk Son 2: hs online 3/4",
                "dak-son-1 hs_online+7/9 | dak-son-2 hs_online+3/4"
            ),
            (
                "Thác Daì: 7 hộ\nCây Da: 5 hộ", "thac-dai ho_den+7 | cay-da ho_den+5"
            ),
            (
                "Số hộ hôm nay:\nDS1: 12\nDS2: 8\nCây Da: 5",
                "dak-son-1 ho_den+12 | dak-son-2 ho_den+8 | cay-da ho_den+5"
            ),
            (
                "DS1: 12 hộ\nDS2: chưa đi\nCây Da: 5 hộ",
                "dak-son-1 ho_den+12 | cay-da ho_den+5 | ~dak-son-2"
            ),
            (
                "DS1: 12 hộ\nDS2: 8 hộ\nKhó khăn: mạng yếu, không vào được cổng",
                "dak-son-1 ho_den+12 | dak-son-2 ho_den+8 | \"mạng yếu, không vào được cổng\""
            ),
            (
                "DS1: 12 hộ, vướng: máy in hỏng hai ngày\nDS2: 8 hộ",
                "dak-son-1 ho_den+12 \"máy in hỏng hai ngày\" | dak-son-2 ho_den+8"
            ),
            (
                "Ngày 18/7:\nDS1: 12 hộ\nDS2: 8 hộ\nNgày 19/7:\nDS1: 7 hộ\nDS2: 9 hộ",
                "dak-son-1 07-18 ho_den+12 | dak-son-2 07-18 ho_den+8 | dak-son-1 07-19 ho_den+7 | dak-son-2 07-19 ho_den+9"
            ),
            (
                "Hộ: DS1 12, DS2 8\nTk dvc: DS1 5, DS2 2",
                "dak-son-1 ho_den+12 tk_dvc+5 | dak-son-2 ho_den+8 tk_dvc+2"
            ),
        ])

    static let tables = UnitsRow.rows(
        "a line of indicators and rows of bare numbers",
        [
            (
                "Thôn | hộ | tk dvc | vneid\nĐắk Son 1 | 12 | 5 | 0\nĐắk Son 2 | 8 | 2 | 1",
                "dak-son-1 ho_den+12 tk_dvc+5 vneid2+0 | dak-son-2 ho_den+8 tk_dvc+2 vneid2+1"
            ),
            (
                "Thôn\thộ\ttk dvc\tvneid\nĐắk Son 1\t12\t\t3\nCây Da\t8\t-\t1",
                "dak-son-1 ho_den+12 vneid2+3 | cay-da ho_den+8 vneid2+1"
            ),
            (
                "Thôn;hộ;tk dvc\nĐắk Son 1;12;5\nCây Da;8;không",
                "dak-son-1 ho_den+12 tk_dvc+5 | cay-da ho_den+8 tk_dvc+0"
            ),
            (
                "Thôn, hộ, tk dvc, vneid\nĐắk Son 1, 12, 5, 0\nCây Da, 8, 2, 1",
                "dak-son-1 ho_den+12 tk_dvc+5 vneid2+0 | cay-da ho_den+8 tk_dvc+2 vneid2+1"
            ),
            (
                "Thôn         hộ    tk dvc\nĐắk Son 1    12    5\nCây Da       8     2",
                "dak-son-1 ho_den+12 tk_dvc+5 | cay-da ho_den+8 tk_dvc+2"
            ),
            (
                "thon ho tk dvc vneid\nds1 12 5 0\nds2 8 2 1",
                "dak-son-1 ho_den+12 tk_dvc+5 vneid2+0 | dak-son-2 ho_den+8 tk_dvc+2 vneid2+1"
            ),
            (
                "hộ/tk dvc/vneid\nDS1: 12/5/3\nDS2: 8/2/1",
                "dak-son-1 ho_den+12 tk_dvc+5 vneid2+3 | dak-son-2 ho_den+8 tk_dvc+2 vneid2+1"
            ),
            (
                "Báo cáo 19/7\n| STT | Thôn | Hộ | HS online |\n|---|---|---|---|\n| 1 | Đắk Son 1 | 12 | 7/9 |\n| 2 | Cây Da | 8 | 3/3 |",
                "dak-son-1 07-19 ho_den+12 hs_online+7/9 | cay-da 07-19 ho_den+8 hs_online+3/3"
            ),
            (
                "Thôn | online | tiếp nhận\nDS1 | 7 | 9\nDS2 | 3 | 4",
                "dak-son-1 hs_online+7/9 | dak-son-2 hs_online+3/4"
            ),
            (
                "Thôn | hộ | lũy kế hộ\nDS1 | 12 | 320\nDS2 | 8 | 250",
                "dak-son-1 ho_den+12 | dak-son-2 ho_den+8"
            ),
            (
                "Lũy kế đến nay\nThôn | hộ | tk dvc\nDS1 | 320 | 110\nDS2 | 250 | 98",
                "dak-son-1 ho_den=320 tk_dvc=110 | dak-son-2 ho_den=250 tk_dvc=98"
            ),
            (
                "Thôn | hộ | khó khăn\nDS1 | 12 | mạng yếu\nDS2 | 8 | không",
                "dak-son-1 ho_den+12 \"mạng yếu\" | dak-son-2 ho_den+8"
            ),
            (
                "Thôn | hộ | tk dvc\nDS1 | 12 | 5\nDS2 | 8 | 2\nTổng | 20 | 7",
                "dak-son-1 ho_den+12 tk_dvc+5 | dak-son-2 ho_den+8 tk_dvc+2"
            ),
            (
                "Thôn | hộ | tk dvc\nDS1 | 12 | 5\nDS2 | 8 | 2\nCộng | 21 | 7",
                "dak-son-1 ho_den+12 tk_dvc+5 | dak-son-2 ho_den+8 tk_dvc+2 | !!contradicting"
            ),
            (
                "Thôn | hộ | tk dvc\nDS1 | 12 | 5\nBù Dốp | 8 | 2",
                "dak-son-1 ho_den+12 tk_dvc+5 | ? ho_den+8 tk_dvc+2 !unknown-unit"
            ),
            (
                "Thôn | hộ | tk dvc\nDS1 | 12 | 5\nDS2 | 8",
                "dak-son-1 ho_den+12 tk_dvc+5 | dak-son-2 !no-indicator"
            ),
            (
                "Thôn | hộ | gà\nDS1 | 12 | 5\nDS2 | 8 | 2",
                "dak-son-1 ho_den+12 | dak-son-2 ho_den+8 | !!no-indicator"
            ),
            (
                "Thôn | hộ | tk dvc\nDS1 | gần 30 | 5\nDS2 | 8 | 2",
                "dak-son-1 tk_dvc+5 !approximate | dak-son-2 ho_den+8 tk_dvc+2"
            ),
            (
                "Thôn | hộ | tk dvc\nDS1 | - | -\nDS2 | 8 | 2\nCây Da | 3 | 1",
                "dak-son-2 ho_den+8 tk_dvc+2 | cay-da ho_den+3 tk_dvc+1 | ~dak-son-1"
            ),
        ])

    static let ofLocHoa = UnitsRow.rows(
        "units that are called by a number", sender: "loc-hoa",
        [
            ("ấp 1: 5 hộ; ấp 2: 7 hộ", "ap-1 ho_den+5 | ap-2 ho_den+7"),
            (
                "Ấp | hộ | tk dvc\n1 | 5 | 3\n8A | 7 | 0",
                "ap-1 ho_den+5 tk_dvc+3 | ap-8a ho_den+7 tk_dvc+0"
            ),
            (
                "Ấp 1\nhộ: 5\ntk dvc: 3\n\nẤp 2\nhộ: 7\ntk dvc: 1",
                "ap-1 ho_den+5 tk_dvc+3 | ap-2 ho_den+7 tk_dvc+1"
            ),
            (
                "Ấp 1\nhộ: 5\ntk dvc:\n\nẤp 2\nhộ: 7\ntk dvc: 1",
                "ap-1 ho_den+5 | ap-2 ho_den+7 tk_dvc+1"
            ),
            (
                "ấp 1 5 hộ, ấp 9 7 hộ, ấp 2 3 hộ",
                "ap-1 ho_den+5 | ? ho_den+7 !unknown-unit | ap-2 ho_den+3"
            ),
            ("ấp 1, xã Lộc Hòa: 5 hộ; ấp 2, xã Lộc Hòa: 7 hộ", "ap-1 ho_den+5 | ap-2 ho_den+7"),
            ("5 hộ ấp 1, 7 hộ ấp 2", "ap-1 ho_den+5 | ap-2 ho_den+7"),
        ])

    static let oneLine = UnitsRow.rows(
        "units and numbers on one line",
        [
            (
                "DS1 12 hộ, DS2 8 hộ, Cây Da 5 hộ",
                "dak-son-1 ho_den+12 | dak-son-2 ho_den+8 | cay-da ho_den+5"
            ),
            (
                "DS1 12 hộ 5 tk dvc; DS2 8 hộ 2 tk dvc",
                "dak-son-1 ho_den+12 tk_dvc+5 | dak-son-2 ho_den+8 tk_dvc+2"
            ),
            (
                "hôm qua DS1 12 hộ, DS2 8 hộ",
                "dak-son-1 07-19 ho_den+12 | dak-son-2 07-19 ho_den+8"
            ),
            ("DS1 12 hộ DS2 8 hộ", "dak-son-1 ho_den+12 | dak-son-2 ho_den+8"),
            (
                "hộ: DS1 12, DS2 8, Cây Da 5",
                "dak-son-1 ho_den+12 | dak-son-2 ho_den+8 | cay-da ho_den+5"
            ),
            (
                "DS1 12 hộ, DS2 8 hộ, tổng 20 hộ", "dak-son-1 ho_den+12 | dak-son-2 ho_den+8"
            ),
            (
                "DS1 12 hộ, DS2 8 hộ, tổng cộng 25 hộ",
                "dak-son-1 ho_den+12 | dak-son-2 ho_den+8 | !!contradicting"
            ),
            ("DS1 12 hộ, DS2 8 hộ, tổng 20", "dak-son-1 ho_den+12 | dak-son-2 ho_den+8"),
            (
                "Phú Văn hôm nay 20 hộ: DS1 12 hộ, DS2 8 hộ",
                "dak-son-1 ho_den+12 | dak-son-2 ho_den+8"
            ),
            (
                "Phú Văn hôm nay 22 hộ: DS1 12 hộ, DS2 8 hộ",
                "dak-son-1 ho_den+12 | dak-son-2 ho_den+8 | !!contradicting"
            ),
            (
                "DS1 12 hộ, xã Z 8 hộ, Cây Da 5 hộ",
                "dak-son-1 ho_den+12 | ? ho_den+8 !unknown-unit | cay-da ho_den+5"
            ),
            (
                "DS1 12 hộ, DS2 8 hộ, DS1 10 hộ",
                "dak-son-1 ho_den+12 !contradicting | dak-son-2 ho_den+8 | dak-son-1 ho_den+10 !contradicting"
            ),
            (
                "DS1 12 hộ, DS2 8 hộ, DS1 5 tk dvc",
                "dak-son-1 ho_den+12 tk_dvc+5 | dak-son-2 ho_den+8"
            ),
        ])

    static let single = UnitsRow.rows(
        "a message that reports for one unit, or for none", sender: "ap-2",
        [
            ("cùng tổ ấp 2 đi ấp 1 được 5 hộ", "-"),
            ("ấp 1, ấp 2 được 5 hộ", "-"),
            ("ấp 1 và ấp 2 được 5 hộ", "-"),
            ("5 hộ của ấp 1 chứ không phải ấp 2", "-"),
            ("ấp 2 báo: 5 hộ, 3 tk dvc\nấp 1 chưa báo", "-"),
            ("ấp 1 5 hộ, ấp 2 7 hộ đúng không?", "-"),
            ("ấp 2 đi được 5 hộ, qua ấp 1 hỗ trợ 3 hộ", "-"),
            ("hôm nay ấp 2: 12 hộ\n5 tk dvc\n3 vneid", "-"),
            ("ấp 2\nhộ 5\ntk dvc 3\nkhó khăn: đường từ ấp 1 qua ấp 8A lầy, mất 2 giờ", "-"),
            ("mai ấp 1 đi 5 hộ, ấp 8A 7 hộ", "-"),
            ("ấp 2 đi 5 hộ, chị Hoa tạo 3 tk dvc", "-"),
        ])

    @Test(arguments: lines + tables + oneLine + ofLocHoa)
    func severalUnitsAreReadApart(_ row: UnitsRow) throws {
        #expect(try row.drawn() == row.expected)
    }

    @Test(arguments: single)
    func oneUnitsReportIsNotSplit(_ row: UnitsRow) throws {
        #expect(try row.drawn() == row.expected)
    }
}
