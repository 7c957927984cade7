import VietText

extension ReportWords {
    /// Things that stand beside those counted; their numbers are no value.
    static let ignoredNames = [
        "trực tiếp", "tại quầy", "bưu chính", "bưu điện", "[vneid|định danh] mức (1|một)",
        "[vneid] m1",
        "nhà văn hóa", "nhà nước", "nhà trọ", "cả nhà", "hộ khẩu", "hộ chiếu", "hộ tịch",
        "hộ nghèo", "hộ cận nghèo",
        "hộ kinh doanh", "hồ sơ giấy", "đúng (hạn|hẹn)", "trước hạn", "sớm hạn", "nhà báo",
        "về [tới|đến] nhà", "tận nhà", "ở nhà",
        "nhà (em|cô|chú|tui|mình|anh|chị|bác|ông|bà|tôi)", "cmnd", "chứng minh", "tổ viên",
        "thành viên", "đang xử lý",
        "chờ xử lý", "còn tồn", "từ chối",
    ]

    /// Words right before a number that make it a name: `tổ 5`, `mức 1`.
    static let labels = Set(
        [
            "tổ", "nhóm", "lớp", "đội", "mức", "đợt", "lần", "thứ", "quý", "án", "bước", "khu",
            "lô", "hẻm", "kiệt", "đường",
            "phòng", "độ", "tầng", "khóa", "kỳ", "phiếu", "điều", "stt", "năm", "hạng", "đài",
            "số nhà", "chương", "đội", "team", "top",
            "cmnd", "qđ", "kh", "nđ", "mục", "phụ lục", "mẫu",
        ].compactMap { ReportText.words(of: $0).last?.key })

    /// What stands behind a number that is no indicator's: people, money, time.
    static let foreignMeasures = Set(
        [
            "người", "ng", "em", "anh", "chị", "cô", "chú", "cháu", "bà", "ông", "bác", "tuổi",
            "đồng", "phút", "ngày", "đêm", "bữa",
            "hôm", "tháng", "năm", "tuần", "km", "mét", "lít", "kg", "con", "số", "bạn", "đc", "nữ",
            "nam", "tiếng", "giây",
            "dân", "lượt", "trường", "phần", "đời", "triệu", "nghìn", "ngàn", "trăm", "tr", "k",
            "đứa", "thằng", "bé", "thành",
            "đoàn", "lần", "xe", "chuyến", "bộ", "cây", "chữ", "dòng", "trang", "tờ", "chai",
            "suất", "phòng", "bên", "phía",
            "việc", "thứ", "khách", "hội", "cuộc", "bàn", "chiếc", "cái", "mạng", "ca", "vụ", "mặt",
            "xóm", "tổ", "ấp", "thôn",
            "xã", "đơn", "nơi", "chỗ", "điểm", "tá", "cặp", "đôi", "nhóm", "đội", "mũi", "hướng",
        ].compactMap { ReportText.words(of: $0).first?.key })

    /// Words of people: a number of them is asked about where something else is counted.
    static let people = Set(
        ["người", "ng", "dân", "khách", "lượt"].compactMap { ReportText.words(of: $0).first?.key })

    /// Words that may stand between a name and its number, or around a report, and mean nothing.
    static let fillers: Set<UInt64> = Set(
        fillerText.split(whereSeparator: { $0 == " " || $0 == "\n" })
            .compactMap { ReportText.words(of: String($0)).first?.key })

    private static let fillerText = """
        dân tỷ tỉ lệ
        a ạ à ơi dạ da vâng ok oke nha nhe nhé nhá nghen nghe hen hén đó rồi r roi xong hết
        thôi luôn ạh ah em e anh a chị c cô chú bác con cháu tui tôi toi mình tao ông bà ad
        admin bot mn ae mọi người bà con sếp thầy được đc dc đươc có là thì mà và va với
        cùng của cho ra vào lên xuống về tại ở trong ngoài này nay kia đây hôm bữa ngày sáng
        trưa chiều tối đêm khuya tuần tháng nay qua kia giờ tổ to đội nhóm team cnscđ tcnscđ
        cnsc ấp thôn khu phố kp xã phường huyện tỉnh đơn vị công nghệ số cộng đồng báo cáo
        bc gửi kết quả kq tổng số cộng toàn cả gồm bao tổng hợp chốt ghi nhận giúp giùm dùm
        hộ nhờ xin cập nhật mới thêm tạo làm đi đến tới hướng dẫn kích hoạt đăng ký cài hỗ
        trợ nộp cấp phát mở vận động tặng gặp ghé đạt tiếp chỉ vừa đã đang còn lại nữa các
        những mấy cái lần trên dưới thực hiện hoàn thành tổ chức trực tuyến khoảng gần hơn
        tầm cỡ chừng ngót hoặc hay bổ sung quên lúc hồi nãy như cũ tất tiếp trường hợp stt
        cụ thể sau chi tiết kính thưa lãnh đạo ban chỉ nhập thay con vẫn thế vậy ta nhỉ hả
        sao bao nhiêu không ko k chưa gì đâu nào ai giữ nguyên nghĩa cả đều đúng dư đủ
        """

    /// Words before a person's name: `bà Hai`, `em Mai`.
    static let titles = [
        "em", "e", "chị", "anh", "cô", "chú", "bà", "ông", "bác", "dì", "cậu", "thím", "mợ",
        "dượng",
    ].map(MarkedWord.init)

    /// Words between a name and its number: `vneid mức 2 được một`.
    static let links: Set<UInt64> = Set(
        ["được", "đc", "dc", "là", "có", "cho", "mới", "thêm", "còn"].compactMap {
            ReportText.words(of: $0).first?.key
        })

    /// `sửa 21 thành 12`.
    static let becoming: Set<UInt64> = Set(
        ["thành", "sang", "xuống", "lên", "qua"].compactMap { ReportText.words(of: $0).first?.key })

    /// Measures that are never an indicator's: people, ages, time, money.
    static let hardMeasures: Set<UInt64> = people.union(
        [
            "tuổi", "đồng", "phút", "ngày", "tháng", "năm", "tuần", "km", "mét", "lít", "kg",
            "tiếng", "giây",
            "đứa", "thằng", "nữ", "nam", "triệu", "nghìn", "ngàn", "tá", "cặp", "đôi",
        ].compactMap { ReportText.words(of: $0).first?.key })

    /// Words behind a number that say it was not done: `5 hộ chưa gặp`.
    static let undone: Set<UInt64> = Set(
        [
            "chua", "khong", "ko", "hong", "hen", "vang",
        ].map(Syllable.key))

    /// The same in two words; both need to agree with what was typed.
    static let undonePairs = [
        "khóa cửa", "khóa cổng", "đóng cửa", "từ chối", "bất hợp", "né tránh",
        "đã có", "có sẵn",
    ]
    .map { $0.split(separator: " ").map { MarkedWord(String($0)) } }

    /// Words between such a number and what was not done: `2 nhà đi vắng`.
    static let undoneLeads = ["đi", "thì", "bị", "còn", "xin", "đều", "người"].map(MarkedWord.init)

    /// What was not done yet to a number that counts: `10 hộ chưa báo`.
    static let told: Set<UInt64> = Set(
        ["bao", "bc", "gui", "nhap", "ghi", "kip", "cap", "nop", "tinh"].map(Syllable.key))

    static let zeroWords: Set<UInt64> = Set(["khong", "ko", "k", "chua"].map(Syllable.key))
}
