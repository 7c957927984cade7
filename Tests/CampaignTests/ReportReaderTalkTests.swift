import Campaign
import Testing
import VietText

@Suite struct ReportReaderTalkTests {
    typealias Row = ReadingRow

    static let asking: [Row] = ReadingRow.rows(
        "a number that must not be recorded without asking",
        [
            ("hs online 12", "ask_back"),
            ("hs online 15/12", "ask_back"),
            ("tỷ lệ số hóa đạt 90%", "ask_back"),
            ("khoảng 20 hộ", "ask_back"),
            ("hơn 10 hộ gì đó", "ask_back"),
            ("hôm nay được 5-6 hộ", "ask_back"),
            ("hôm nay 2 3 hộ", "ask_back"),
            ("hôm nay mấy chục hộ", "ask_back"),
            ("hôm nay 15", "ask_back"),
            ("12 hộ hoặc 13 hộ", "ask_back"),
            ("hộ -5", "ask_back"),
            ("hộ 5000", "ask_back"),
            ("hộ 99999999999999999999", "ask_back"),
            ("hộ 12,5", "ask_back"),
            ("bc 25/7: 5 hộ", "ask_back"),
            ("bc ngày 30/5: 5 hộ", "ask_back"),
            ("hôm nay 8 tài khoản", "ask_back"),
            ("hôm nay tuyên truyền cho 60 người", "ask_back"),
            ("hướng dẫn được 12 người hôm nay", "ask_back"),
            ("e bc nay dc 12h, 3 tk dvc", "ask_back"),
            ("báo cáo bù cho ngày 16/7 và 17/7: 20 hộ", "ask_back"),
            ("bc 2 ngày 18, 19/7: 20 hộ", "ask_back"),
            ("chừng hai chục hộ", "ask_back"),
            ("hôm nay được tầm 15 hộ, 4 tk dvc", "ask_back"),
            ("5 hay 6 hộ gì á, cô quên rồi", "ask_back"),
            ("hôm nay đi cả chục nhà", "ask_back"),
            ("số hóa 120%", "ask_back"),
            ("vneid đạt 90%", "ask_back"),
            ("ngày 5/9 đi 6 hộ", "ask_back"),
            ("hôm nay tạo được 7 tk", "ask_back"),
            ("hôm nay 12 với 5", "ask_back"),
            ("tk dvc 3000", "ask_back"),
            ("số hóa 25/20", "ask_back"),
            ("5-7 hộ", "ask_back"),
            ("12h 5tk", "ask_back"),
            ("nay 12 hộ, gặp được 9 hộ", "ask_back"),
            ("quá hạn 0", "ask_back"),
            ("thanh toán trực tuyến 12/14 hồ sơ", "ask_back"),
            ("1k2 hộ", "ask_back"),
            ("hôm qua 5 hộ, hôm nay 7 hộ", "ask_back"),
            ("ấp 1: 5 hộ, ấp 2: 7 hộ", "ask_back"),
            ("ấp 1 5 hộ\nấp 8A 7 hộ", "ask_back"),
        ])

    static let undo: [Row] = ReadingRow.rows(
        "the last report is taken back",
        [
            ("hủy báo cáo vừa rồi", "undo"),
            ("xóa giúp em cái báo cáo lúc nãy với ạ", "undo"),
            ("bỏ tin trên giùm cô, cô gửi lộn nhóm", "undo"),
            ("huy bao cao", "undo"),
            ("hủy", "undo"),
            ("em báo nhầm ngày, hủy giúp em", "undo"),
            ("đừng tính cái vừa gửi nha", "undo"),
            ("khoan ghi nha em, chú đếm lại đã", "undo"),
            ("bỏ báo cáo hôm nay của em đi, số sai hết", "undo"),
            ("con xóa giùm bác tin hồi nãy", "undo"),
            ("rút lại báo cáo", "undo"),
            ("em gửi nhầm nhóm, ad hủy giúp", "undo"),
            ("thu hồi báo cáo ngày 19/7", "undo"),
            ("hủy báo cáo 12 hộ, 5 tk dvc lúc nãy", "undo"),
            ("xóa bc 12 hộ hồi nãy giùm em", "undo"),
        ])

    static let questions: [Row] = ReadingRow.rows(
        "asks for a standing",
        [
            ("tiến độ ấp 2", "query_progress ap-2"),
            ("tien do xa loc hoa the nao roi", "query_progress loc-hoa"),
            ("cho em xem kết quả của thôn Cây Da", "query_progress cay-da"),
            ("ấp mình được bao nhiêu phần trăm rồi ạ", "query_progress -"),
            ("xã Phú Văn đạt bao nhiêu hộ rồi", "query_progress phu-van"),
            ("tổ em còn thiếu bao nhiêu nữa mới đủ", "query_progress -"),
            ("xếp hạng các ấp", "query_ranking -"),
            ("bảng xếp hạng xã Lộc Hòa", "query_ranking loc-hoa"),
            ("bxh hôm nay", "query_ranking -"),
            ("ấp nào đang đứng nhất vậy", "query_ranking -"),
            ("tổ em đứng hạng mấy rồi ad", "query_ranking -"),
            ("ai chưa báo cáo", "query_missing -"),
            ("hôm nay còn ấp nào chưa gửi báo cáo không", "query_missing -"),
            ("danh sách tổ chưa báo cáo của huyện Lộc Ninh", "query_missing loc-ninh"),
            ("con to nao chua bc", "query_missing -"),
            ("còn mấy ngày nữa hết chiến dịch", "query_day -"),
            ("chiến dịch còn bao nhiêu ngày", "query_day -"),
            ("hôm nay ngày thứ mấy rồi ạ", "query_day -"),
            ("khi nào kết thúc đợt này vậy", "query_day -"),
            ("còn mấy ngày nữa", "query_day -"),
            ("tình hình xã Phú Văn sao rồi", "query_progress phu-van"),
            ("thống kê kết quả huyện Bù Gia Mập", "query_progress bu-gia-map"),
            ("ấp 8A đi được mấy hộ rồi", "query_progress ap-8a"),
            ("tổng hợp toàn xã Lộc Hòa tới hôm nay", "query_progress loc-hoa"),
            ("cho hỏi tổ em đạt bao nhiêu phần trăm chỉ tiêu rồi", "query_progress -"),
            ("chữ ký số xã Lộc Hòa tới đâu rồi", "query_progress loc-hoa"),
            ("tien do", "query_progress -"),
            ("top 5 thôn", "query_ranking -"),
            ("thôn nào đi được nhiều hộ nhất", "query_ranking -"),
            ("xem bảng xếp hạng tỉnh", "query_ranking -"),
            ("ấp nào chót bảng vậy", "query_ranking -"),
            ("những tổ nào chưa báo cáo hôm qua", "query_missing -"),
            ("thôn nào chưa nộp số liệu vậy em", "query_missing -"),
            ("kiểm tra xem ai quên báo cáo", "query_missing -"),
            ("xã Phú Văn còn thôn nào chưa báo không", "query_missing phu-van"),
            ("chiến dịch bắt đầu ngày nào vậy", "query_day -"),
            ("bữa nay ngày thứ bao nhiêu của đợt rồi", "query_day -"),
            ("bao giờ thì hết đợt này ạ", "query_day -"),
            ("còn bao nhiêu ngày nữa kết thúc", "query_day -"),
            ("ngày nào kết thúc chiến dịch 92 ngày đêm", "query_day -"),
            ("mình đang ở ngày bao nhiêu của chiến dịch", "query_day -"),
            ("còn lại mấy ngày chiến dịch", "query_day -"),
            ("huyện nào dẫn đầu", "query_ranking -"),
            ("cho xin bảng xếp hạng các thôn xã Phú Văn", "query_ranking phu-van"),
            ("ấp 2 đứng thứ mấy", "query_ranking ap-2"),
            ("tổ nào còn thiếu báo cáo", "query_missing -"),
            ("ai chưa bc hn", "query_missing -"),
            ("cho em xin tiến độ của xã", "query_progress -"),
            ("xã mình tới giờ được nhiêu hộ", "query_progress -"),
            ("tổng kết tháng 6 của ấp 2", "query_progress ap-2"),
        ])

    static let difficulty: [Row] = ReadingRow.rows(
        "a difficulty alone",
        [
            (
                "vướng mắc: mạng yếu, cổng dịch vụ công không vào được",
                "blocker \"mạng yếu, cổng dịch vụ công không vào được\""
            ),
            (
                "khó khăn: nhiều người lớn tuổi không có điện thoại",
                "blocker \"nhiều người lớn tuổi không có điện thoại\""
            ),
            (
                "em gặp khó khăn là bà con đi rẫy hết, ban ngày không gặp ai",
                "blocker \"bà con đi rẫy hết, ban ngày không gặp ai\""
            ),
            (
                "app vneid bị lỗi không đăng nhập được",
                "blocker \"app vneid bị lỗi không đăng nhập được\""
            ),
            (
                "xin phản ánh cổng dịch vụ công hay bị treo buổi tối",
                "blocker \"cổng dịch vụ công hay bị treo buổi tối\""
            ),
            (
                "ấp em mất sóng 2 ngày nay rồi, không làm được gì",
                "blocker \"ấp em mất sóng 2 ngày nay rồi, không làm được gì\""
            ),
            ("Khó khăn của tổ: dân đi rẫy tối mới về", "blocker \"dân đi rẫy tối mới về\""),
            (
                "đang vướng chỗ sim không chính chủ nên không nhận được mã otp",
                "blocker \"sim không chính chủ nên không nhận được mã otp\""
            ),
            ("kẹt cái là máy quét bị hư rồi", "blocker \"máy quét bị hư rồi\""),
            (
                "phần mềm một cửa lỗi từ sáng không nộp được hồ sơ",
                "blocker \"phần mềm một cửa lỗi từ sáng không nộp được hồ sơ\""
            ),
            (
                "nhiều cụ già không có smartphone nên không tạo được tài khoản",
                "blocker \"nhiều cụ già không có smartphone nên không tạo được tài khoản\""
            ),
            ("bà con không nhận được mã OTP", "blocker \"bà con không nhận được mã OTP\""),
            (
                "kho khan: dan khong co dien thoai thong minh",
                "blocker \"dan khong co dien thoai thong minh\""
            ),
            (
                "ở đây wifi yếu không gửi được hồ sơ ạ",
                "blocker \"ở đây wifi yếu không gửi được hồ sơ\""
            ),
            (
                "báo cáo khó khăn: dân nói tiếng S'tiêng, cần phiên dịch",
                "blocker \"dân nói tiếng S'tiêng, cần phiên dịch\""
            ),
            ("trở ngại lớn nhất là đường xa, xăng xe tốn", "blocker \"đường xa, xăng xe tốn\""),
            (
                "sóng 4g trong sóc không có, làm mức 2 không được",
                "blocker \"sóng 4g trong sóc không có, làm mức 2 không được\""
            ),
            ("mã otp không về máy bà con", "blocker \"mã otp không về máy bà con\""),
            (
                "trang dịch vụ công cứ báo lỗi hoài",
                "blocker \"trang dịch vụ công cứ báo lỗi hoài\""
            ),
        ])

    static let lists: [Row] = ReadingRow.rows(
        "asks for difficulties",
        [
            ("danh sách vướng mắc", "list_blockers"),
            ("còn khó khăn nào chưa xử lý không", "list_blockers"),
            ("xem vướng mắc của xã Lộc Hòa", "list_blockers"),
            ("các vướng mắc đang tồn tại", "list_blockers"),
            ("có bao nhiêu vướng mắc chưa giải quyết", "list_blockers"),
            ("liệt kê khó khăn của ấp 2", "list_blockers"),
            ("cho xem tồn đọng", "list_blockers"),
            ("khó khăn nào đang mở", "list_blockers"),
            ("K12 được giải quyết chưa ạ", "list_blockers"),
        ])

    static let resolved: [Row] = ReadingRow.rows(
        "a difficulty is over",
        [
            ("K15 đã xong", "resolve_blocker K15"),
            ("vướng mắc K3 xử lý xong rồi nhé", "resolve_blocker K3"),
            ("đóng K9 giúp em", "resolve_blocker K9"),
            ("k22 hết lỗi rồi ạ", "resolve_blocker K22"),
            ("K4 giải quyết rồi em nhé", "resolve_blocker K4"),
            ("phiếu K31 ok rồi, cảm ơn", "resolve_blocker K31"),
            ("khó khăn K5 xong", "resolve_blocker K5"),
            ("K 12 đã xử lý", "resolve_blocker K12"),
            ("đã xử lý xong k12", "resolve_blocker K12"),
        ])

    static let talk: [Row] = ReadingRow.rows(
        "nothing for the campaign",
        [
            ("chào buổi sáng cả nhà", "none"),
            ("mai 7h họp nha mọi người", "none"),
            ("anh ơi số em là 0912345678", "none"),
            ("tổ em có 7 thành viên", "none"),
            ("cảm ơn em nhé", "none"),
            ("ok em", "none"),
            ("em gửi báo cáo rồi ạ", "none"),
            ("nhà em có 2 đứa con nhỏ", "none"),
            ("mỗi hộ cử 1 người đi họp", "none"),
            ("giá tiêu 85 ngàn một ký rồi", "none"),
            ("chỉ tiêu mỗi ấp 500 hộ nha bà con", "none"),
            ("ngày mai ấp 2 đi 20 hộ", "none"),
            ("có ai có số điện thoại anh Tài không", "none"),
            ("đăng ký tạm trú cần giấy gì ạ", "none"),
            ("hnay k đi được hộ nào", "none"),
            ("hôm nay tổ em chưa đi được do mưa", "none"),
            ("K8 vẫn chưa xong", "none"),
            ("chúc mừng ấp 1 đạt 500 hộ", "none"),
            ("hôm qua ấp 1 đi 12 hộ giỏi quá", "none"),
            ("mấy anh nhớ báo cáo trước 20h nha", "none"),
            ("có ai đi hộ cô Ba bữa nay không", "none"),
            ("em có 1 tài khoản dvc mà quên mật khẩu", "none"),
            ("phí chứng thực bao nhiêu 1 tờ vậy ạ", "none"),
            ("tạo tài khoản dịch vụ công làm sao ad", "none"),
            ("chữ ký số đăng ký ở đâu", "none"),
            ("5 hộ nghèo trong ấp được nhận quà", "none"),
            ("họp lúc 14h ngày 21/7 tại nhà văn hóa ấp 2", "none"),
            ("xe 16 chỗ đi huyện còn 3 ghế ai đi không", "none"),
            ("test 123", "none"),
            ("giống hôm qua", "none"),
            ("hôm nay nghỉ", "none"),
            ("báo cáo: không có phát sinh", "none"),
            ("em báo cáo sau nha", "none"),
            ("20h báo cáo nha mọi người", "none"),
            ("đã nhận được 12 báo cáo", "none"),
            ("hỏi chút: 1 hộ có 2 tài khoản thì tính sao", "none"),
            ("12 hộ tính cả hộ vắng nhà đúng không ạ", "none"),
            ("hôm qua 12 hộ hay 13 hộ nhỉ", "none"),
            ("báo cáo hôm nay mấy hộ vậy em", "none"),
            ("hệ thống vneid lỗi phải không mọi người", "none"),
            ("mạng sao yếu quá vậy ta", "none"),
            ("sáng mai 8h ra quân tại ấp 2, mỗi tổ 3 người", "none"),
            ("đề nghị các tổ báo cáo trước 20h00 ngày 20/7", "none"),
            ("cả xã còn 120 hộ chưa tiếp cận", "none"),
            ("K100", "none"),
            ("vướng mắc K5 chưa được giải quyết", "none"),
            ("ấp 2 xong chưa", "none"),
            ("hôm nay không đi được do mưa lớn", "none"),
            ("xe hư nên hôm nay không đi được", "none"),
            ("em xin nghỉ hôm nay ạ", "none"),
            ("nhóm mình đông vui quá", "none"),
            ("5 anh em siêu nhân", "none"),
            ("hôm nay có 3 ca covid", "none"),
            ("mua 3 ly trà sữa cho cả tổ nha", "none"),
            ("ai có 2 cái loa cho mượn", "none"),
            ("nhà có 3 người làm căn cước mất bao lâu", "none"),
            ("phát 20 phần quà cho hộ nghèo", "none"),
            ("họp 3 buổi rồi mệt quá", "none"),
        ])

    @Test(arguments: asking + undo + questions + difficulty + lists + resolved + talk)
    func readsAMessage(_ row: Row) throws {
        #expect(try row.drawn() == row.expected)
    }
}
