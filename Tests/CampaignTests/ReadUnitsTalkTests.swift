import Campaign
import Testing

/// Messages about several units as people type them, beside the tables of `ReadUnitsTests`.
@Suite struct ReadUnitsTalkTests {
    static let ofACommune = UnitsRow.rows(
        "as a leader types them", sender: "phu-van",
        [
            (
                "Phú Văn: DS1 12 hộ, DS2 8 hộ",
                "dak-son-1 ho_den+12 | dak-son-2 ho_den+8"
            ),
            (
                "Phú Văn DS1 12 hộ, DS2 8 hộ",
                "dak-son-1 ho_den+12 | dak-son-2 ho_den+8"
            ),
            (
                "Bc Phú Văn 20/7: Đắk Son 1: 12 hộ 5 tk dvc. Đắk Son 2: 8 hộ 2 tk dvc. Cây Da: 5 hộ.",
                "dak-son-1 ho_den+12 tk_dvc+5 | dak-son-2 ho_den+8 tk_dvc+2 | cay-da ho_den+5"
            ),
            (
                "anh ơi hôm nay ds1 được 12 hộ, ds2 được 8 hộ, cây da được 5 hộ nha",
                "dak-son-1 ho_den+12 | dak-son-2 ho_den+8 | cay-da ho_den+5"
            ),
            (
                "Em gửi số liệu hôm nay ạ: thôn Đắk Son 1 đi 12 hộ tạo 5 tk dvc, thôn Đắk Son 2 đi 8 hộ tạo 2 tk dvc",
                "dak-son-1 ho_den+12 tk_dvc+5 | dak-son-2 ho_den+8 tk_dvc+2"
            ),
            (
                "DS1: 12 hộ; DS2: 8 hộ; còn Cây Da chưa có",
                "dak-son-1 ho_den+12 | dak-son-2 ho_den+8 | ~cay-da"
            ),
            (
                "DS1 12h, DS2 8h",
                "-"
            ),
            (
                "tổ Đắk Son 1 đi 12 hộ\ntổ Đắk Son 2 đi 8 hộ",
                "dak-son-1 ho_den+12 | dak-son-2 ho_den+8"
            ),
            (
                "✅ Đắk Son 1: 12 hộ\n✅ Đắk Son 2: 8 hộ\n❌ Cây Da: chưa báo",
                "dak-son-1 ho_den+12 | dak-son-2 ho_den+8 | ~cay-da"
            ),
            (
                "Đắk Son 1 (12 hộ, 5 tk dvc)\nĐắk Son 2 (8 hộ, 2 tk dvc)",
                "dak-son-1 ho_den+12 tk_dvc+5 | dak-son-2 ho_den+8 tk_dvc+2"
            ),
            (
                "Đắk Son 1 = 12 hộ\nCây Da = 5 hộ",
                "dak-son-1 ho_den+12 | cay-da ho_den+5"
            ),
            (
                "Đắk Son 1 -> 12 hộ\nCây Da -> 5 hộ",
                "dak-son-1 ho_den+12 | cay-da ho_den+5"
            ),
            (
                "Cây Đa: 5 hộ\nThác Dài: 7 hộ",
                "? ho_den+5 !unknown-unit | thac-dai ho_den+7"
            ),
            (
                "Đắk Son 3: 4 hộ\nThác Dài: 7 hộ\nCây Da: 5 hộ",
                "? ho_den+4 !unknown-unit | thac-dai ho_den+7 | cay-da ho_den+5"
            ),
            (
                "DS1 đi 12 hộ, khó khăn mạng yếu; DS2 đi 8 hộ",
                "dak-son-1 ho_den+12 \"mạng yếu\" | dak-son-2 ho_den+8"
            ),
            (
                "toàn xã 20 hộ, trong đó DS1 12 hộ, DS2 8 hộ",
                "dak-son-1 ho_den+12 | dak-son-2 ho_den+8"
            ),
            (
                "Tổng toàn xã 25 hộ\nDS1 12 hộ\nDS2 8 hộ\nCây Da 5 hộ",
                "dak-son-1 ho_den+12 | dak-son-2 ho_den+8 | cay-da ho_den+5"
            ),
            (
                "Sửa lại: DS1 12 hộ, DS2 8 hộ",
                "dak-son-1 ho_den+12 (correct) | dak-son-2 ho_den+8 (correct)"
            ),
            (
                "nhầm, DS1 12 hộ, DS2 8 hộ mới đúng",
                "dak-son-1 ho_den+12 (correct) | dak-son-2 ho_den+8 (correct)"
            ),
            (
                "DS1 12 hộ (hôm qua 8 hộ), DS2 8 hộ",
                "dak-son-1 ho_den+12 | dak-son-2 ho_den+8"
            ),
            (
                "Thôn Đắk Son 1\n- Hộ: 12\n- TK DVC: 5\n- Khó khăn: mạng yếu quá\nThôn Đắk Son 2\n- Hộ: 8\n- TK DVC: 2\n- Khó khăn: không",
                "dak-son-1 ho_den+12 tk_dvc+5 \"mạng yếu quá\" | dak-son-2 ho_den+8 tk_dvc+2"
            ),
            (
                "Đắk Son 1 12 hộ và 5 tk dvc\nĐắk Son 2 8 hộ và 2 tk dvc",
                "dak-son-1 ho_den+12 tk_dvc+5 | dak-son-2 ho_den+8 tk_dvc+2"
            ),
            (
                "DAK SON 1: 12 HO\nDAK SON 2: 8 HO\nTONG: 20 HO",
                "dak-son-1 ho_den+12 | dak-son-2 ho_den+8"
            ),
            (
                "DS1 12 hộ, DS2 8 hộ. Tổng 2 thôn 20 hộ",
                "dak-son-1 ho_den+12 | dak-son-2 ho_den+8"
            ),
            (
                "Thôn: hộ - tk dvc\nDS1: 12 - 5\nDS2: 8 - 2",
                "dak-son-1 !range | dak-son-2 !range"
            ),
            (
                "Thôn\nhộ\ntk dvc\nDS1\n12\n5\nDS2\n8\n2",
                "dak-son-1 tk_dvc+12 !no-indicator | dak-son-2 tk_dvc+8 !no-indicator"
            ),
            (
                "Chỉ tiêu | DS1 | DS2\nhộ | 12 | 8\ntk dvc | 5 | 2",
                "-"
            ),
            (
                "Đắk Son 1 | 12 hộ | 5 tk dvc\nĐắk Son 2 | 8 hộ | 2 tk dvc",
                "dak-son-1 ho_den+12 tk_dvc+5 | dak-son-2 ho_den+8 tk_dvc+2"
            ),
            (
                "Thôn | hộ | tk\nDS1 | 12 | 5\nDS2 | 8 | 2",
                "dak-son-1 ho_den+12 | dak-son-2 ho_den+8 | !!several-indicators"
            ),
            (
                "Kết quả đi hộ, tạo tk dvc:\nDS1: 12 hộ, 5 tk dvc\nDS2: 8 hộ, 2 tk dvc",
                "dak-son-1 ho_den+12 tk_dvc+5 | dak-son-2 ho_den+8 tk_dvc+2"
            ),
            (
                "thôn Cây Da báo 5 hộ, thôn Thác Dài báo 7 hộ 2 mức 2",
                "cay-da ho_den+5 | thac-dai ho_den+7 vneid2+2"
            ),
            (
                "DS1: 12 hộ, DS2: khoảng 8 hộ",
                "dak-son-1 ho_den+12 | dak-son-2 !approximate"
            ),
            (
                "DS1: 12 hộ\nDS2: -5 hộ",
                "dak-son-1 ho_den+12 | dak-son-2 !negative"
            ),
            (
                "ds1 12 hộ\nds2 1o hộ",
                "dak-son-1 ho_den+12 | dak-son-2 !no-indicator"
            ),
            (
                "Phú Văn hôm qua 20 hộ: DS1 12 hộ, DS2 8 hộ",
                "dak-son-1 07-19 ho_den+12 | dak-son-2 07-19 ho_den+8"
            ),
            (
                "Thôn | hộ | tk dvc\nDS1 | -5 | 5\nDS2 | 8 | 2",
                "dak-son-1 tk_dvc+5 !negative | dak-son-2 ho_den+8 tk_dvc+2"
            ),
            (
                "DS1: 12 hộ\nBù Dốp: 5 hộ",
                "-"
            ),
        ])

    static let ofAProvince = UnitsRow.rows(
        "as a leader types them", sender: "binh-phuoc",
        [
            (
                "Phú Văn:\nDS1: 5 hộ\nDS2: 3 hộ\nLộc Hòa:\nẤp 1: 7 hộ\nẤp 2: 8 hộ",
                "dak-son-1 ho_den+5 | dak-son-2 ho_den+3 | ap-1 ho_den+7 | ap-2 ho_den+8"
            ),
            (
                "Xã Phú Văn: hs online 16/22, số hóa 21/22\nXã Lộc Hòa: hs online 10/15, số hóa 15/15",
                "phu-van hs_online+16/22 so_hoa+21/22 | loc-hoa hs_online+10/15 so_hoa+15/15"
            ),
            (
                "Xã | hs online | tổng | số hóa\nPhú Văn | 16 | 22 | 21\nLộc Hòa | 10 | 15 | 15",
                "phu-van hs_online+16/22 so_hoa+21/22 | loc-hoa hs_online+10/15 so_hoa+15/15"
            ),
            (
                "Phú Văn lk 1.250 hộ, Lộc Hòa lk 980 hộ, Tân Bình lk 1.025 hộ",
                "phu-van ho_den=1.250 | loc-hoa ho_den=980 | tan-binh ho_den=1.025"
            ),
        ])

    static let ofNumberedUnits = UnitsRow.rows(
        "as a leader types them", sender: "loc-hoa",
        [
            (
                "ấp 1 đi 5 hộ ấp 2 đi 7 hộ",
                "-"
            ),
            (
                "ap 1: 5 ho 3 tk dvc; ap 2: 7 ho 1 tk dvc; ap 8a: 0 ho",
                "ap-1 ho_den+5 tk_dvc+3 | ap-2 ho_den+7 tk_dvc+1 | ap-8a ho_den+0"
            ),
            (
                "Ấp 1: năm hộ\nẤp 2: bảy hộ\nẤp Suối Thôn: mười hai hộ",
                "ap-1 ho_den+5 | ap-2 ho_den+7 | suoi-thon ho_den+12"
            ),
            (
                "Ấp 1 5\nẤp 2 7",
                "ap-1 !no-indicator | ap-2 !no-indicator"
            ),
            (
                "ấp 9: 5 hộ\nấp 1: 7 hộ\nấp 2: 6 hộ",
                "? ho_den+5 !unknown-unit | ap-1 ho_den+7 | ap-2 ho_den+6"
            ),
        ])

    @Test(arguments: ofACommune + ofAProvince + ofNumberedUnits)
    func talkIsReadUnitByUnit(_ row: UnitsRow) throws {
        #expect(try row.drawn() == row.expected)
    }

    /// What of the messages is read at once, what asks, and what is left to `read`.
    @Test func mostMessagesNeedNoQuestion() throws {
        let rows = Self.ofACommune + Self.ofAProvince + Self.ofNumberedUnits
        let readings = try rows.map { try $0.reading() }
        let sure = readings.count { reading in
            reading.map { $0.doubts.isEmpty && $0.rows.allSatisfy(\.doubts.isEmpty) } ?? false
        }
        #expect(sure * 10 >= rows.count * 6, "\(sure) of \(rows.count)")
    }
}
