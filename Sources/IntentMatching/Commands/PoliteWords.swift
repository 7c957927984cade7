/// Words that ask nicely and say nothing, in template notation: they may always stand around a
/// command and inside it, whatever a bot's own vocabulary adds.
enum PoliteWords {
    static let usual = [
        "(bạn|em|anh|chị|cô|chú|bác|ad|admin|bot) ơi", "(giúp|giùm|dùm|hộ) (mình|tôi|em|tui)",
        "(giúp|giùm|dùm|hộ) (với|cái)", "với", "nhé", "nha", "nhe", "nghen", "ạ", "dạ", "vâng",
        "đi",
        "(làm ơn|vui lòng|xin|hãy)", "(phiền|nhờ) bạn", "bạn có thể", "có thể",
        "cho (mình|tôi|em|tui|tớ) (biết|hỏi)", "cho (biết|hỏi)", "(cảm|cám) ơn [bạn|nhiều|nhé]",
    ]
}
