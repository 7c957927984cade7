/// Cuts a reply into pieces that a platform takes, at paragraph, line, word or grapheme borders.
///
/// - Parameters:
///   - text: The whole reply.
///   - unitsMax: UTF-16 code units of a piece at the most; 1 or more. A single grapheme that is
///     longer (dozens of joined emoji) is cut between its scalars.
/// - Returns: Pieces in order, none empty; empty when `text` is blank. Blank space at a cut is
///   dropped, everything else is kept.
package func textChunks(_ text: String, unitsMax: Int) -> [String] {
    precondition(unitsMax >= 2, "unitsMax must hold a surrogate pair")
    var chunks: [String] = []
    var rest = Substring(text).trimmed
    while !rest.isEmpty {
        guard rest.utf16.count > unitsMax else {
            chunks.append(String(rest))
            break
        }
        let end = cut(rest, unitsMax: unitsMax)
        let piece = rest[..<end].trimmed
        if !piece.isEmpty { chunks.append(String(piece)) }
        rest = rest[end...].trimmed
    }
    return chunks
}

/// Returns where to end the first piece: the last good border within `unitsMax` units.
private func cut(_ text: Substring, unitsMax: Int) -> Substring.Index {
    var units = 0
    var index = text.startIndex
    var lastParagraph: Substring.Index?
    var lastLine: Substring.Index?
    var lastWord: Substring.Index?
    var previousWasNewline = false
    while index < text.endIndex {
        let character = text[index]
        units += character.utf16.count
        if units > unitsMax { break }
        if character.isNewline {
            if previousWasNewline { lastParagraph = index }
            lastLine = index
        } else if character.isWhitespace {
            lastWord = index
        }
        previousWasNewline = character.isNewline
        index = text.index(after: index)
    }
    if index == text.startIndex { return scalarCut(text, unitsMax: unitsMax) }
    // A border far to the front would make needlessly many pieces: take it only past the middle.
    let middle = text.utf16.index(text.startIndex, offsetBy: unitsMax / 2)
    for border in [lastParagraph, lastLine, lastWord] {
        if let border, border > middle { return border }
    }
    return lastLine ?? lastWord ?? index
}

/// Returns the last scalar border within `unitsMax` units of one over-long grapheme.
private func scalarCut(_ text: Substring, unitsMax: Int) -> Substring.Index {
    var units = 0
    var index = text.startIndex
    while index < text.endIndex {
        units += text.unicodeScalars[index].utf16.count
        if units > unitsMax { break }
        index = text.unicodeScalars.index(after: index)
    }
    return index
}

extension Substring {
    fileprivate var trimmed: Substring {
        let head = drop { $0.isWhitespace }
        guard let last = head.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return head[...last]
    }
}
