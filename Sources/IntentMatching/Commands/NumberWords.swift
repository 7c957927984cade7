/// Words that may be part of a number said in words.
enum NumberWords {
    static let all = """
        không một mốt hai ba bốn tư năm lăm nhăm sáu bảy bẩy tám chín mười mươi chục trăm nghìn
        ngàn triệu tỷ tỉ linh lẻ rưỡi rưởi hăm phẩy phảy nửa âm trừ và
        """.split(whereSeparator: \.isWhitespace).map(String.init)
}
