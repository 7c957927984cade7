import Campaign
import Testing
import VietText

@Suite struct ReportReaderReportTests {
    typealias Row = ReadingRow

    static let plain: [Row] = ReadingRow.rows(
        "numbers and names in the order people type them",
        [
            (
                "Báo cáo ngày 20/7: đi 15 hộ, tạo 6 tài khoản dịch vụ công, kích hoạt 4 vneid mức 2",
                "report ap-2 07-20 ho_den+15 tk_dvc+6 vneid2+4"
            ),
            (
                "hôm nay tổ mình ghé 9 nhà, làm được 3 cái tk dvc với 2 cái vneid mức 2 nha",
                "report ap-2 07-20 ho_den+9 tk_dvc+3 vneid2+2"
            ),
            ("Hôm nay 12 hộ. Lũy kế 305 hộ", "report ap-2 07-20 ho_den+12"),
            ("hôm nay đi năm nhà", "report ap-2 07-20 ho_den+5"),
            ("nay di duoc bay nha tao dc hai tk dvc", "report ap-2 07-20 ho_den+7 tk_dvc+2"),
            ("10 hộ/4 tk dvc/3 vneid", "report ap-2 07-20 ho_den+10 tk_dvc+4 vneid2+3"),
            ("10h sáng nay đi 5 hộ", "report ap-2 07-20 ho_den+5"),
            ("sáng 4 hộ chiều 6 hộ", "report ap-2 07-20 ho_den+10"),
            ("sáng 4 hộ, chiều 6 hộ, tổng 10 hộ", "report ap-2 07-20 ho_den+10"),
            ("phát loa 2 buổi, đi 10 hộ", "report ap-2 07-20 ho_den+10 tuyen_truyen+2"),
            (
                "tuyên truyền 1 buổi 40 người dự, hộ 12",
                "report ap-2 07-20 ho_den+12 tuyen_truyen+1"
            ),
            ("xin được 3 điện thoại tặng bà con nghèo", "report ap-2 07-20 smartphone+3"),
            ("cấp 5 chữ ký số hôm nay", "report ap-2 07-20 chu_ky_so+5"),
            ("thu lệ phí online 12 giao dịch", "report ap-2 07-20 thanh_toan+12"),
            ("số hộ 12, số tk 5 dvc", "report ap-2 07-20 ho_den+12 tk_dvc+5"),
            ("hôm nay 0 hộ, trời mưa to quá", "report ap-2 07-20 ho_den+0"),
            (
                "Dạ em xin báo cáo kết quả ngày 20/07/2022 của ấp 2: số hộ hướng dẫn 13, tài khoản dịch vụ công 6, định danh mức 2 là 8",
                "report ap-2 07-20 ho_den+13 tk_dvc+6 vneid2+8"
            ),
            (
                "bc toi 20/7 - 9ho 4tk dvc 2vneid m2",
                "report ap-2 07-20 ho_den+9 tk_dvc+4 vneid2+2"
            ),
            (
                "chú báo hôm nay đi mười bốn hộ, tài khoản dịch vụ công thì có sáu, mức hai thì bốn",
                "report ap-2 07-20 ho_den+14 tk_dvc+6 vneid2+4"
            ),
            ("hai mươi mốt hộ nha con", "report ap-2 07-20 ho_den+21"),
            ("hôm nay cô đi có ba nhà hà", "report ap-2 07-20 ho_den+3"),
            ("tao duoc muoi hai tai khoan dich vu cong hom nay", "report ap-2 07-20 tk_dvc+12"),
            ("hộ 8, tk dvc 0, vneid m2 không có", "report ap-2 07-20 ho_den+8 tk_dvc+0"),
            ("Tổng số hộ: 12. Tổng số tk dvc: 5", "report ap-2 07-20 ho_den+12 tk_dvc+5"),
            ("em báo: hộ=12, tk dvc=5, m2=3", "report ap-2 07-20 ho_den+12 tk_dvc+5 vneid2+3"),
            ("nay đi rẫy về đc 4 hộ, 1 cái mức 2", "report ap-2 07-20 ho_den+4 vneid2+1"),
            (
                "hôm nay vận động hai chiếc điện thoại thông minh tặng bà con",
                "report ap-2 07-20 smartphone+2"
            ),
            ("hôm nay phát loa một lần", "report ap-2 07-20 tuyen_truyen+1"),
            ("làm được bốn chữ ký số cho dân", "report ap-2 07-20 chu_ky_so+4"),
            ("kích hoạt định danh cho 11 người", "report ap-2 07-20 vneid2+11"),
            ("tạo tài khoản dvc cho 5 bà con", "report ap-2 07-20 tk_dvc+5"),
            ("thêm 2 hộ nữa", "report ap-2 07-20 ho_den+2"),
            ("bổ sung 3 tk dvc", "report ap-2 07-20 tk_dvc+3"),
            ("báo thêm 1 buổi tuyên truyền", "report ap-2 07-20 tuyen_truyen+1"),
            ("đi 9 hộ, 5 hộ không có ai ở nhà", "report ap-2 07-20 ho_den+9"),
            ("nay mưa chỉ đi được 2 hộ", "report ap-2 07-20 ho_den+2"),
            ("đi 5 hộ, không có tk nào", "report ap-2 07-20 ho_den+5"),
            (
                "12 hộ nhé, 5tk dvc, 3 vneid mức2, 1cks",
                "report ap-2 07-20 ho_den+12 tk_dvc+5 vneid2+3 chu_ky_so+1"
            ),
            ("12hộ 5tkdvc 3m2", "report ap-2 07-20 ho_den+12 tk_dvc+5 vneid2+3"),
            ("hộ:12,dvc:5,m2:3", "report ap-2 07-20 ho_den+12 tk_dvc+5 vneid2+3"),
            (
                "Hộ 12. DVC 5. VNeID mức 2 là 3. CKS 0.",
                "report ap-2 07-20 ho_den+12 tk_dvc+5 vneid2+3 chu_ky_so+0"
            ),
            ("lũy kế 420 hộ, hôm nay 12 hộ", "report ap-2 07-20 ho_den+12"),
            ("chiều nay 4 hộ, sáng 3 hộ", "report ap-2 07-20 ho_den+7"),
            ("báo cáo 0 hộ 0 dvc", "report ap-2 07-20 ho_den+0 tk_dvc+0"),
        ])

    static let forms: [Row] = ReadingRow.rows(
        "one value a line or cell",
        [
            (
                "thôn Cây Da 19/7: hộ 14; dvc 5; mức 2: 7; cks 1",
                "report cay-da 07-19 ho_den+14 tk_dvc+5 vneid2+7 chu_ky_so+1"
            ),
            (
                "HỘ: 12\nTK DVC: 6\nVNEID M2: 4\nCKS: 0",
                "report ap-2 07-20 ho_den+12 tk_dvc+6 vneid2+4 chu_ky_so+0"
            ),
            ("Khó khăn, vướng mắc: không có\nHộ: 5", "report ap-2 07-20 ho_den+5"),
            (
                "1. Hộ: 10\n2. DVC: 4\n3. VNeID mức 2: 3\n4. Loa: 1",
                "report ap-2 07-20 ho_den+10 tk_dvc+4 vneid2+3 tuyen_truyen+1"
            ),
            ("- 10 hộ\n- 4 tk dvc\n- 3 vneid m2", "report ap-2 07-20 ho_den+10 tk_dvc+4 vneid2+3"),
            (
                "Số hộ: 8 hộ\nTài khoản DVC: không\nVNeID: 2",
                "report ap-2 07-20 ho_den+8 tk_dvc+0 vneid2+2"
            ),
            ("hộ: 10\ntkdvc:\nvneid m2: 4", "report ap-2 07-20 ho_den+10 vneid2+4"),
            (
                "Hôm nay: 12 hộ, 5 dvc\nLũy kế: 300 hộ, 150 dvc",
                "report ap-2 07-20 ho_den+12 tk_dvc+5"
            ),
            (
                "Kết quả 19/7:\nHộ 12\nVNeID 6\nChữ ký số 1\nThanh toán 4",
                "report ap-2 07-19 ho_den+12 vneid2+6 thanh_toan+4 chu_ky_so+1"
            ),
            ("hộ 12 | dvc 5 | m2 3", "report ap-2 07-20 ho_den+12 tk_dvc+5 vneid2+3"),
            ("ngay 19.07.2022: ho 9; tk dvc 3", "report ap-2 07-19 ho_den+9 tk_dvc+3"),
        ])

    static let ratios: [Row] = ReadingRow.rows(
        "numerators find their wholes",
        [
            (
                "hs online 12/15, số hóa 15/15, quá hạn 0/14",
                "report ap-2 07-20 hs_online+12/15 so_hoa+15/15 qua_han+0/14"
            ),
            (
                "Tiếp nhận 30 hồ sơ, trực tuyến 25, số hóa 28",
                "report ap-2 07-20 hs_online+25/30 so_hoa+28/30"
            ),
            ("hồ sơ trực tuyến 18 trên 20", "report ap-2 07-20 hs_online+18/20"),
            ("giải quyết 40 hồ sơ, trễ hạn 1", "report ap-2 07-20 qua_han+1/40"),
            (
                "Phường Tân Bình: TN 20, online 15, số hóa 20, thanh toán online 9",
                "report tan-binh 07-20 hs_online+15/20 thanh_toan+9 so_hoa+20/20"
            ),
            (
                "Xã Phú Văn ngày 19/7: tiếp nhận 22 hồ sơ, trong đó trực tuyến 18, trực tiếp 4; số hóa 22/22; quá hạn 0/20; thanh toán trực tuyến 15 giao dịch",
                "report phu-van 07-19 hs_online+18/22 thanh_toan+15 so_hoa+22/22 qua_han+0/20"
            ),
            (
                "Lộc Hòa hôm nay nhận 18 hs, online 14, scan 18",
                "report loc-hoa 07-20 hs_online+14/18 so_hoa+18/18"
            ),
            (
                "Tân Bình: hs trực tuyến 30/36 (83,3%), số hóa 36/36 (100%), trễ hạn 1/35 (2,9%)",
                "report tan-binh 07-20 hs_online+30/36 so_hoa+36/36 qua_han+1/35"
            ),
            ("hs số hóa 20 trên tổng số 22", "report ap-2 07-20 so_hoa+20/22"),
            ("hồ sơ quá hạn: 0 trên 25 hồ sơ đã giải quyết", "report ap-2 07-20 qua_han+0/25"),
            (
                "30 hs tiếp nhận/27 online/30 số hóa",
                "report ap-2 07-20 hs_online+27/30 so_hoa+30/30"
            ),
            (
                "Hồ sơ: tiếp nhận 15; trực tuyến 10; trực tiếp 5; quá hạn 0; giải quyết 14",
                "report ap-2 07-20 hs_online+10/15 qua_han+0/14"
            ),
            ("số hóa: 18/20\ntrực tuyến: 15/20", "report ap-2 07-20 hs_online+15/20 so_hoa+18/20"),
            ("trễ hẹn 0/18, đúng hẹn 18/18", "report ap-2 07-20 qua_han+0/18"),
            ("tỉ lệ hồ sơ online 15/20 (75%)", "report ap-2 07-20 hs_online+15/20"),
            ("hs tt 12/14", "report ap-2 07-20 hs_online+12/14"),
            ("12/14 hồ sơ nộp trực tuyến", "report ap-2 07-20 hs_online+12/14"),
            (
                "trong 14 hồ sơ tiếp nhận có 12 hồ sơ trực tuyến",
                "report ap-2 07-20 hs_online+12/14"
            ),
            (
                "tổng hồ sơ 14, nộp online 12, số hóa 14, quá hạn 0, giải quyết 13",
                "report ap-2 07-20 hs_online+12/14 so_hoa+14/14 qua_han+0/13"
            ),
        ])

    static let cumulative: [Row] = ReadingRow.rows(
        "a running total is set, not added",
        [
            ("Lũy kế đến hôm nay: 320 hộ, 140 tk dvc", "report ap-2 07-20 ho_den=320 tk_dvc=140"),
            (
                "luy ke toi 19/7 ho 310 tk dvc 120 vneid 88",
                "report ap-2 07-19 ho_den=310 tk_dvc=120 vneid2=88"
            ),
            (
                "Đắk Son 2 báo lk: 250 hộ / 90 dvc / 70 mức 2",
                "report dak-son-2 07-20 ho_den=250 tk_dvc=90 vneid2=70"
            ),
            (
                "toàn xã Lộc Hòa lũy kế 1.250 hộ, 640 tk dvc",
                "report loc-hoa 07-20 ho_den=1250 tk_dvc=640"
            ),
            (
                "luỹ kế từ đầu đợt: 1.025 hộ, 412 tk dvc, 398 mức 2",
                "report ap-2 07-20 ho_den=1025 tk_dvc=412 vneid2=398"
            ),
            ("tính đến 15/7 ấp 2 đã đi 280 hộ", "report ap-2 07-15 ho_den=280"),
            (
                "từ đầu chiến dịch đến nay tổ em được 290 hộ, 33 chữ ký số",
                "report ap-2 07-20 ho_den=290 chu_ky_so=33"
            ),
            ("lk hộ 300 dvc 150 m2 120", "report ap-2 07-20 ho_den=300 tk_dvc=150 vneid2=120"),
            ("đến nay cấp được 22 chữ ký số", "report ap-2 07-20 chu_ky_so=22"),
            ("luỹ kế 1k2 hộ", "report ap-2 07-20 ho_den=1200"),
            ("tổng cộng đến nay 420 hộ 200 dvc", "report ap-2 07-20 ho_den=420 tk_dvc=200"),
        ])

    static let days: [Row] = ReadingRow.rows(
        "work of another day",
        [
            (
                "bc hom qua 12 ho 5 tk dvc 2 cks",
                "report ap-2 07-19 ho_den+12 tk_dvc+5 chu_ky_so+2"
            ),
            ("thứ 2 em đi 6 hộ", "report ap-2 07-18 ho_den+6"),
            ("chủ nhật vừa rồi đi được mười lăm hộ", "report ap-2 07-17 ho_den+15"),
            (
                "bữa qua bác đi hai chục hộ, có ba tài khoản dịch vụ công",
                "report ap-2 07-19 ho_den+20 tk_dvc+3"
            ),
            ("từ 11/7 đến 17/7 tổ đi 45 hộ, 20 tk dvc", "report ap-2 07-17 ho_den+45 tk_dvc+20"),
            ("Kết quả tuần trước: 45 hộ, 20 tk dvc", "report ap-2 07-17 ho_den+45 tk_dvc+20"),
            ("báo bù ngày 15: 8 hộ", "report ap-2 07-15 ho_den+8"),
            ("hôm qua quên báo, 8 hộ, 1 tk dvc", "report ap-2 07-19 ho_den+8 tk_dvc+1"),
            (
                "Ngày 19/7 tổ đến 11 hộ, hướng dẫn 15 người, tạo 7 tài khoản DVC",
                "report ap-2 07-19 ho_den+11 tk_dvc+7"
            ),
            ("Thác Dài t7 đi 7 hộ", "report thac-dai 07-16 ho_den+7"),
            ("19-7: ho 12, cks 2", "report ap-2 07-19 ho_den+12 chu_ky_so+2"),
            ("báo cáo ngày mười chín tháng bảy đi mười hộ", "report ap-2 07-19 ho_den+10"),
            ("thứ 5 tuần trước đi 8 hộ", "report ap-2 07-14 ho_den+8"),
            ("cuối tuần qua đi 18 hộ", "report ap-2 07-17 ho_den+18"),
            ("dak son 1 ngay 19/7 ho 11", "report dak-son-1 07-19 ho_den+11"),
            (
                "phước tân báo cáo tối 19/7: bảy hộ ba tài khoản dịch vụ công",
                "report phuoc-tan 07-19 ho_den+7 tk_dvc+3"
            ),
            ("Ngày 19.7 đi 9 hộ", "report ap-2 07-19 ho_den+9"),
            ("Báo cáo 19/7/22 - Ấp 1 - hộ 9 - tk dvc 3", "report ap-1 07-19 ho_den+9 tk_dvc+3"),
            ("thu 6 tuan truoc 12 ho", "report ap-2 07-15 ho_den+12"),
            ("mùng 5 tháng 7 đi 8 hộ", "report ap-2 07-05 ho_den+8"),
        ])

    static let units: [Row] = ReadingRow.rows(
        "another unit is named",
        [
            ("ấp 1 hôm nay 9 hộ (chú Tư nhờ em báo)", "report ap-1 07-20 ho_den+9"),
            ("báo giúp thôn Thác Dài: 6 hộ, 2 tk dvc", "report thac-dai 07-20 ho_den+6 tk_dvc+2"),
            (
                "Tổ CNSCĐ ấp 8A báo cáo: 16 hộ, 7 tk DVCQG, 9 VNeID m2, 3 CKS, 2 lượt phát thanh",
                "report ap-8a 07-20 ho_den+16 tk_dvc+7 vneid2+9 chu_ky_so+3 tuyen_truyen+2"
            ),
            (
                "ĐẮK SON 1: 11 HỘ, 4 TK DVC, LOA 1",
                "report dak-son-1 07-20 ho_den+11 tk_dvc+4 tuyen_truyen+1"
            ),
            ("ap8a 9 ho", "report ap-8a 07-20 ho_den+9"),
            ("ấp suối thôn: mười hộ, hai mức hai", "report suoi-thon 07-20 ho_den+10 vneid2+2"),
            ("ấp 1 làm tốt lắm, 15 hộ luôn", "report ap-1 07-20 ho_den+15"),
            (
                "Em Lan ấp 8A báo: 14 hộ, 3 tk dvc, 5 m2",
                "report ap-8a 07-20 ho_den+14 tk_dvc+3 vneid2+5"
            ),
            ("Chị Tư tổ trưởng ấp 1 nhờ báo: 7 hộ", "report ap-1 07-20 ho_den+7"),
            ("Lộc Hòa: ấp 1 5 hộ", "report ap-1 07-20 ho_den+5"),
        ])

    static let blockers: [Row] = ReadingRow.rows(
        "a difficulty is told in the same report",
        [
            (
                "báo cáo hôm nay 11 hộ, 4 tk dvc. Khó khăn: sóng yếu",
                "report ap-2 07-20 ho_den+11 tk_dvc+4 \"sóng yếu\""
            ),
            (
                "nay 7 hộ, mạng chập chờn không tạo được tài khoản nào",
                "report ap-2 07-20 ho_den+7 \"mạng chập chờn không tạo được tài khoản nào\""
            ),
            (
                "8 hộ, vướng: dân không có căn cước gắn chip",
                "report ap-2 07-20 ho_den+8 \"dân không có căn cước gắn chip\""
            ),
            (
                "hôm nay 9 hộ nhưng sóng yếu quá không tạo được tài khoản",
                "report ap-2 07-20 ho_den+9 \"sóng yếu quá không tạo được tài khoản\""
            ),
            (
                "Hộ: 7\nDVC: 3\nKK: mạng yếu, máy cũ",
                "report ap-2 07-20 ho_den+7 tk_dvc+3 \"mạng yếu, máy cũ\""
            ),
            (
                "nay 6 hộ. khó khăn là dân đi làm xa",
                "report ap-2 07-20 ho_den+6 \"dân đi làm xa\""
            ),
            ("10 hộ, 3 dvc, kẹt mạng yếu", "report ap-2 07-20 ho_den+10 tk_dvc+3 \"mạng yếu\""),
            (
                "hôm nay 8 hộ. Vướng mắc: 2 hộ không có điện thoại",
                "report ap-2 07-20 ho_den+8 \"2 hộ không có điện thoại\""
            ),
            (
                "đi 5 hộ mà chưa tạo được tk nào",
                "report ap-2 07-20 ho_den+5 \"chưa tạo được tk nào\""
            ),
        ])

    static let correction: [Row] = ReadingRow.rows(
        "a correction states the final number",
        [
            ("sửa lại giúp em: hôm nay 14 hộ chứ không phải 41", "correct ap-2 07-20 ho_den+14"),
            ("em ghi lộn, tk dvc 7 mới đúng", "correct ap-2 07-20 tk_dvc+7"),
            (
                "đính chính báo cáo hôm qua: hộ 18, tk dvc 9",
                "correct ap-2 07-19 ho_den+18 tk_dvc+9"
            ),
            ("sua ho 21 thanh 12", "correct ap-2 07-20 ho_den+12"),
            ("12 tài khoản dvc chứ không phải 21", "correct ap-2 07-20 tk_dvc+12"),
            ("sửa: hôm nay tk dvc 8", "correct ap-2 07-20 tk_dvc+8"),
            ("Đính chính: hộ 15 (không phải 51)", "correct ap-2 07-20 ho_den+15"),
            ("xin lỗi em ghi sai, VNeID mức 2 là 6 ạ", "correct ap-2 07-20 vneid2+6"),
            ("cho em sửa hôm qua thành 9 hộ", "correct ap-2 07-19 ho_den+9"),
            ("nhầm rồi, hs online hôm nay 20/25", "correct ap-2 07-20 hs_online+20/25"),
            ("cô nói lộn, 6 nhà chớ không phải 16", "correct ap-2 07-20 ho_den+6"),
            ("lúc nãy em báo 12 hộ là nhầm, 10 hộ thôi ạ", "correct ap-2 07-20 ho_den+10"),
            ("lũy kế đúng là 310 hộ, em ghi thiếu", "correct ap-2 07-20 ho_den=310"),
            ("sửa báo cáo ngày 18/7: 10 hộ", "correct ap-2 07-18 ho_den+10"),
            ("báo cáo lại ngày 19/7: 12 hộ, 3 cks", "correct ap-2 07-19 ho_den+12 chu_ky_so+3"),
            ("cập nhật lại: tk dvc 9", "correct ap-2 07-20 tk_dvc+9"),
            ("ủa lộn, 8 hộ", "correct ap-2 07-20 ho_den+8"),
            ("không phải 15 mà là 13 hộ", "correct ap-2 07-20 ho_den+13"),
            ("hôm qua em báo thiếu 2 hộ, tổng 14 hộ mới đúng", "correct ap-2 07-19 ho_den+14"),
            ("em hủy báo cáo trước: hôm nay 10 hộ mới đúng", "correct ap-2 07-20 ho_den+10"),
        ])

    @Test(arguments: plain + forms + ratios + cumulative + days + units + blockers + correction)
    func readsAMessage(_ row: Row) throws {
        #expect(try row.drawn() == row.expected)
    }
}
