/// Syllables that are in most sentences whatever they are about: a sentence of nothing but these
/// says too little to let a wildcard take whatever follows.
enum FunctionWords {
    static let list = """
        ai gì nào sao đâu bao nhiêu mấy khi thế vậy
        có không chưa được phải là bị đã đang sẽ rồi còn cũng vẫn đều chỉ mới lại hay hoặc
        ở trong ngoài trên dưới của cho với từ đến tới về vào ra lên xuống tại bằng để mà thì và
        này kia đó ấy đây đấy cái con những các một tất cả mọi người hiện
        tôi mình bạn anh chị em nó họ ta
        ạ nhé nha nhỉ à ừ vâng dạ ơi đi
        """
}
