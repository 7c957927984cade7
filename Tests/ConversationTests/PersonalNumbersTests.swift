import Conversation
import Testing

/// A text and what of it is kept.
struct MaskRow: CustomTestStringConvertible {
    let text: String
    let masked: String
    let reason: String

    init(_ text: String, _ masked: String, _ reason: String) {
        self.text = text
        self.masked = masked
        self.reason = reason
    }

    var testDescription: String { text }
}

@Suite struct PersonalNumbersTests {
    static let hidden: [MaskRow] = [
        .init("079203001234", "*********234", "twelve digits of a province"),
        .init("cccd em 079203001234 nhé", "cccd em *********234 nhé", "with a word before"),
        .init("cccd: 079 203 001 234", "cccd: *** *** *** 234", "in groups"),
        .init("0792.0300.1234", "****.****.*234", "in groups of four"),
        .init("0792030012340", "0792030012340", "thirteen digits are no identity number"),
        .init("cmnd 285123456", "cmnd ******456", "nine digits after the word"),
        .init("CMT số 285 123 456", "CMT số *** *** 456", "nine digits in groups"),
        .init("025123456", "******456", "nine digits that begin with a nought"),
        .init("stk 0123456789 VCB", "stk *******789 VCB", "an account of ten digits"),
        .init("số tài khoản là 19031234567890", "số tài khoản là ***********890", "a long account"),
        .init("chuyển khoản vào 100012345678", "chuyển khoản vào *********678", "by transfer"),
        .init(
            "Vietcombank 1012345678 Nguyen Van A", "Vietcombank *******678 Nguyen Van A", "a bank"),
        .init(
            "cccd 079203001234 sdt 0912345678", "cccd *********234 sdt 0912345678",
            "the phone number stays"),
        .init(
            "25 hộ, cccd 079203001234", "25 hộ, cccd *********234", "a count before stays"),
        .init("079203001234 085123456789", "*********234 *********789", "two in a row"),
        .init("số căn cước ０７９２０３００１２３４", "số căn cước *********２３４", "full-width digits"),
    ]

    @Test(arguments: hidden)
    func areMasked(_ row: MaskRow) {
        #expect(PersonalNumbers(in: row.text).masked == row.masked, "\(row.reason)")
    }

    static let plain: [MaskRow] = [
        "0912345678", "sđt 0912 345 678", "liên hệ 84912345678", "hôm nay 25 hộ, 12 tài khoản",
        "báo cáo 125000000 đồng", "thu được 1.250.000.000 đồng", "giải ngân 150000000đ",
        "tổng đài 18001096", "1900.0368", "ngày 14-8-2026 12 hộ", "cccd cấp ngày 14-8-2026 12h",
        "lũy kế 1200 hộ, 350 tài khoản", "mã hồ sơ H23.45-260219-0012", "mst 079203001234",
        "biên nhận 000123456789", "tài khoản VNeID 12", "97 123 456 789 001", "hồ sơ 012345678901",
        "làm căn cước 125000000 đồng à", "912345678", "", "🔢", "1234567890123456789012345",
        "mã bhxh 012345678", "12 tài khoản 0987654321",
    ].map { MaskRow($0, $0, "no number of a person") }

    @Test(arguments: plain)
    func areLeftAlone(_ row: MaskRow) {
        #expect(PersonalNumbers(in: row.text).isEmpty, "\(PersonalNumbers(in: row.text).masked)")
    }

    @Test func whatRepeatsThemIsMaskedToo() {
        let numbers = PersonalNumbers(in: "cccd 079203001234")
        #expect(numbers.masking("số 079203001234 lạ") == "số *********234 lạ")
        #expect(numbers.masking("tổng đài 18001096") == "tổng đài 18001096")
        #expect(numbers.contains(.identity))
        #expect(!numbers.contains(.bankAccount))
    }

    @Test func aLongTextCostsLittle() {
        let text = String(repeating: "1 ", count: 2_000) + String(repeating: "9", count: 4_000)
        #expect(PersonalNumbers(in: text).isEmpty)
    }
}
