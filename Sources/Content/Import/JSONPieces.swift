/// Cuts a JSON text into the records it holds without reading them, so that one that is broken
/// does not take the others with it.
enum JSONPieces {
    /// One record: its bytes, and the line on which it begins, counted from 1.
    struct Piece {
        let range: Range<Int>
        let line: Int
    }

    /// The lines that are not blank.
    static func ofLines(_ bytes: [UInt8]) -> [Piece] {
        var pieces: [Piece] = []
        var start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        var line = 1
        for index in start...bytes.count {
            guard index == bytes.count || bytes[index] == UInt8(ascii: "\n") else { continue }
            if bytes[start..<index].contains(where: { $0 > 0x20 }) {
                pieces.append(Piece(range: start..<index, line: line))
            }
            start = index + 1
            line += 1
        }
        return pieces
    }

    /// The elements of an array, cut at the commas of its own level.
    static func ofArray(_ bytes: [UInt8]) -> [Piece] {
        var pieces: [Piece] = []
        var depth = 0
        var isText = false
        var isEscaped = false
        var line = 1
        var start: (index: Int, line: Int)?
        func end(at index: Int) {
            if let start {
                pieces.append(Piece(range: start.index..<index, line: start.line))
            }
            start = nil
        }
        for (index, byte) in bytes.enumerated() {
            if byte == UInt8(ascii: "\n") { line += 1 }
            if isText {
                isText = isEscaped || byte != UInt8(ascii: "\"")
                isEscaped = !isEscaped && byte == UInt8(ascii: "\\")
                continue
            }
            if depth == 1, byte == UInt8(ascii: ",") || byte == UInt8(ascii: "]") { end(at: index) }
            if depth >= 1, start == nil, byte > 0x20, byte != UInt8(ascii: ","),
                byte != UInt8(ascii: "]")
            {
                start = (index, line)
            }
            switch byte {
            case UInt8(ascii: "\""): isText = true
            case UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
            case UInt8(ascii: "]"), UInt8(ascii: "}"): depth -= 1
            default: break
            }
        }
        end(at: bytes.count)
        return pieces
    }
}
