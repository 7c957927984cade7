/// Returns `text` in lower case with every Vietnamese letter replaced by its ASCII letter.
///
/// Folding lets `khai sinh o dau` match `Khai sinh ở đâu`: many people type without marks. It loses
/// meaning (`má` and `mà` both become `ma`), so use it to find candidates, never to choose between
/// two that the marks would tell apart.
///
/// - Parameter text: Any Unicode text, composed or decomposed.
/// - Returns: Text of at most as many bytes as `text`. Marks and invisible characters are gone,
///   full-width and look-alike letters are ASCII, everything else stays as it was.
/// - Complexity: O(*n*) in the number of bytes; one allocation.
package func folded(_ text: String) -> String {
    var text = text
    text.makeContiguousUTF8()
    let bytes = text.utf8Span.span
    return String(unsafeUninitializedCapacity: bytes.count) { output in
        fold(bytes, into: output)
    }
}

/// Folds UTF-8 bytes into `output`, which must have room for as many; returns how many it wrote.
private func fold(_ bytes: Span<UInt8>, into output: UnsafeMutableBufferPointer<UInt8>) -> Int {
    let table = ScalarTable.shared
    let (lowClasses, allPages, allNumbers) = (table.low, table.pages, table.pageNumbers)
    let low = lowClasses.span
    let pages = allPages.span
    let pageNumbers = allNumbers.span
    var written = 0
    var index = 0
    while index < bytes.count {
        let lead = bytes[index]
        let value: UInt32
        var width = 1
        if lead < 0x80 {
            let folded = UInt8(truncatingIfNeeded: low[Int(lead)])
            output[written] = folded == 0 ? lead : folded
            written += 1
            index += 1
            continue
        } else if lead < 0xE0, index + 1 < bytes.count {
            value = low[Int(lead & 0x1F) << 6 | Int(bytes[index + 1] & 0x3F)]
            width = 2
        } else if lead < 0xF0, index + 2 < bytes.count {
            let page = Int(lead & 0x0F) << 6 | Int(bytes[index + 1] & 0x3F)
            value = pages[Int(pageNumbers[page]) << 6 | Int(bytes[index + 2] & 0x3F)]
            width = 3
        } else if index + 3 < bytes.count {
            var scalar = UInt32(lead & 0x07)
            for offset in 1...3 { scalar = scalar << 6 | UInt32(bytes[index + offset] & 0x3F) }
            value = table.classOf(scalar)
            width = 4
        } else {
            value = ScalarClass.punctuation
        }
        let folded = UInt8(truncatingIfNeeded: value)
        if folded != 0 {
            output[written] = folded
            written += 1
        } else if value & (ScalarClass.mark | ScalarClass.invisible) == 0 {
            for offset in 0..<width { output[written + offset] = bytes[index + offset] }
            written += width
        }
        index += width
    }
    return written
}
