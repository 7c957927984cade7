/// Every Latin letter of Unicode with a canonical decomposition, in lower case, by the Vietnamese
/// marks it carries; marks of other languages (diaeresis, caron, cedilla) count as none.
///
/// Taken from the Unicode Character Database 15.0, Latin-1 Supplement to Latin Extended-B and Latin
/// Extended Additional; a test compares every row with the platform's normaliser.
enum LatinLetters {
    /// Letters that share their marks: a base letter, then the composed letters, and so on.
    struct Row {
        let shape: UInt32
        let tones: UInt32
        let letters: [(base: Character, composed: String)]
    }

    static let rows: [Row] = [
        Row(
            shape: 0, tones: 0b00000,
            letters: [
                ("a", "äåāąǎǟǡȁȃȧḁ"), ("b", "ḃḇ"), ("c", "çċč"), ("d", "ďḋḏḑḓ"),
                ("e", "ëēėęěȅȇȩḙḛ"), ("f", "ḟ"), ("g", "ġģǧḡ"), ("h", "ȟḣḧḩḫẖ"),
                ("i", "ïīįǐȉȋḭ"), ("j", "ǰ"), ("k", "ķǩḵ"), ("l", "ļľḻḽ"), ("m", "ṁ"),
                ("n", "ņňṅṉṋ"), ("o", "öōőǒǫǭȍȏȫȯȱ"), ("p", "ṗ"), ("r", "ŗřȑȓṙṟ"),
                ("s", "şšșṡṧ"), ("t", "ţťțṫṯṱẗ"), ("u", "üūůűųǔǖǚȕȗṳṵṷṻ"), ("w", "ẅẇẘ"),
                ("x", "ẋẍ"), ("y", "ÿȳẏẙ"), ("z", "żžẕ"),
            ]),
        Row(
            shape: 0, tones: 0b00001,
            letters: [
                ("a", "à"), ("e", "èḕ"), ("i", "ì"), ("n", "ǹ"), ("o", "òṑ"), ("u", "ùǜ"),
                ("w", "ẁ"), ("y", "ỳ"),
            ]),
        Row(
            shape: 0, tones: 0b00010,
            letters: [
                ("a", "áǻ"), ("c", "ćḉ"), ("e", "éḗ"), ("g", "ǵ"), ("i", "íḯ"), ("k", "ḱ"),
                ("l", "ĺ"), ("m", "ḿ"), ("n", "ń"), ("o", "óṓ"), ("p", "ṕ"), ("r", "ŕ"),
                ("s", "śṥ"), ("u", "úǘ"), ("w", "ẃ"), ("y", "ý"), ("z", "ź"),
            ]),
        Row(
            shape: 0, tones: 0b00100,
            letters: [
                ("a", "ả"), ("e", "ẻ"), ("i", "ỉ"), ("o", "ỏ"), ("u", "ủ"), ("y", "ỷ"),
            ]),
        Row(
            shape: 0, tones: 0b01000,
            letters: [
                ("a", "ã"), ("e", "ẽ"), ("i", "ĩ"), ("n", "ñ"), ("o", "õȭṏ"), ("u", "ũ"),
                ("v", "ṽ"), ("y", "ỹ"),
            ]),
        Row(
            shape: 0, tones: 0b01010,
            letters: [
                ("o", "ṍ"), ("u", "ṹ"),
            ]),
        Row(
            shape: 0, tones: 0b10000,
            letters: [
                ("a", "ạ"), ("b", "ḅ"), ("d", "ḍ"), ("e", "ẹ"), ("h", "ḥ"), ("i", "ị"),
                ("k", "ḳ"), ("l", "ḷḹ"), ("m", "ṃ"), ("n", "ṇ"), ("o", "ọ"), ("r", "ṛṝ"),
                ("s", "ṣṩ"), ("t", "ṭ"), ("u", "ụ"), ("v", "ṿ"), ("w", "ẉ"), ("y", "ỵ"),
                ("z", "ẓ"),
            ]),
        Row(
            shape: 1, tones: 0b00000,
            letters: [
                ("a", "â"), ("c", "ĉ"), ("e", "ê"), ("g", "ĝ"), ("h", "ĥ"), ("i", "î"),
                ("j", "ĵ"), ("o", "ô"), ("s", "ŝ"), ("u", "û"), ("w", "ŵ"), ("y", "ŷ"),
                ("z", "ẑ"),
            ]),
        Row(
            shape: 1, tones: 0b00001,
            letters: [
                ("a", "ầ"), ("e", "ề"), ("o", "ồ"),
            ]),
        Row(
            shape: 1, tones: 0b00010,
            letters: [
                ("a", "ấ"), ("e", "ế"), ("o", "ố"),
            ]),
        Row(
            shape: 1, tones: 0b00100,
            letters: [
                ("a", "ẩ"), ("e", "ể"), ("o", "ổ"),
            ]),
        Row(
            shape: 1, tones: 0b01000,
            letters: [
                ("a", "ẫ"), ("e", "ễ"), ("o", "ỗ"),
            ]),
        Row(
            shape: 1, tones: 0b10000,
            letters: [
                ("a", "ậ"), ("e", "ệ"), ("o", "ộ"),
            ]),
        Row(
            shape: 2, tones: 0b00000,
            letters: [
                ("a", "ă"), ("e", "ĕḝ"), ("g", "ğ"), ("i", "ĭ"), ("o", "ŏơ"), ("u", "ŭư"),
            ]),
        Row(
            shape: 2, tones: 0b00001,
            letters: [
                ("a", "ằ"), ("o", "ờ"), ("u", "ừ"),
            ]),
        Row(
            shape: 2, tones: 0b00010,
            letters: [
                ("a", "ắ"), ("o", "ớ"), ("u", "ứ"),
            ]),
        Row(
            shape: 2, tones: 0b00100,
            letters: [
                ("a", "ẳ"), ("o", "ở"), ("u", "ử"),
            ]),
        Row(
            shape: 2, tones: 0b01000,
            letters: [
                ("a", "ẵ"), ("o", "ỡ"), ("u", "ữ"),
            ]),
        Row(
            shape: 2, tones: 0b10000,
            letters: [
                ("a", "ặ"), ("o", "ợ"), ("u", "ự"),
            ]),
    ]
}
