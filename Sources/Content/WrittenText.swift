/// A text compared byte for byte, as a key of sets with very many phrases.
///
/// `String` compares by canonical equivalence, which costs more than all the rest of loading when
/// every phrase carries Vietnamese marks. Phrases that differ only in how their marks are composed
/// count as two here; the matchers see them as one.
struct WrittenText: Hashable {
    private let text: String

    init(_ text: String) {
        self.text = text
    }

    static func == (left: WrittenText, right: WrittenText) -> Bool {
        left.text.utf8.elementsEqual(right.text.utf8)
    }

    func hash(into hasher: inout Hasher) {
        let isHashed: Void? = text.utf8.withContiguousStorageIfAvailable {
            hasher.combine(bytes: UnsafeRawBufferPointer($0))
        }
        if isHashed == nil { for byte in text.utf8 { hasher.combine(byte) } }
    }
}
