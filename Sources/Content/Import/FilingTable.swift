import Procedures

/// The portal's table of ways to file, as crawlers run it together: "Trực tuyến3 Ngày làm
/// việcMiễn phíDịch vụ bưu chính…".
///
/// Only what can be read without doubt is taken: a duration without its unit (the portal's unit
/// "Khác") and a fee with cases behind it are left out.
struct FilingTable {
    /// One way to file.
    struct Row: Hashable {
        let channel: FilingChannel?
        /// "3 ngày làm việc"; nil when it cannot be read.
        let duration: String?
        /// "0 đồng", "50.000 đồng"; nil when it cannot be read.
        let fee: String?
    }

    let rows: [Row]

    /// What was there and could not be read, in Vietnamese.
    let leftOut: [String]

    private static let labels: [(text: String, channel: FilingChannel?)] = [
        ("Trực tuyến", .online), ("Trực tiếp", .counter), ("Dịch vụ bưu chính", nil),
    ]

    init(_ text: String) {
        var rest = text[...]
        for heading in ["Hình thức nộp", "Thời gian", "Phí, lệ phí", "Mô tả"]
        where rest.hasPrefix(heading) {
            rest = rest.dropFirst(heading.count)
        }
        var rows: [Row] = []
        var leftOut: [String] = []
        for (label, channel, body) in Self.pieces(of: rest) {
            var body = body
            let duration = Self.duration(&body)
            if case .unclear(let number) = duration {
                leftOut.append("\(label): thời hạn '\(number)' không ghi đơn vị")
            }
            let fee = Self.fee(body)
            if case .unclear(let written) = fee {
                leftOut.append("\(label): phí '\(written)' còn kèm điều kiện, không chắc")
            }
            rows.append(Row(channel: channel, duration: duration.read, fee: fee.read))
        }
        self.rows = rows
        self.leftOut = leftOut
    }

    private enum Value {
        case nothing
        case unclear(String)
        case clear(String)

        var read: String? {
            if case .clear(let text) = self { text } else { nil }
        }
    }

    /// Cuts at each label that a duration or a fee follows at once: elsewhere it is only a word.
    private static func pieces(
        of text: Substring
    ) -> [(label: String, channel: FilingChannel?, body: Substring)] {
        var starts:
            [(label: String, channel: FilingChannel?, from: String.Index, at: String.Index)] =
                []
        var index = text.startIndex
        while index < text.endIndex {
            let rest = text[index...]
            if let found = labels.first(where: { rest.hasPrefix($0.text) }) {
                let after = rest.dropFirst(found.text.count)
                if after.first?.isNumber == true || after.hasPrefix("Không có thông tin")
                    || after.hasPrefix("Miễn phí")
                {
                    starts.append((found.text, found.channel, after.startIndex, index))
                }
            }
            index = text.index(after: index)
        }
        return starts.enumerated().map { place, start in
            let end = place + 1 < starts.count ? starts[place + 1].at : text.endIndex
            return (start.label, start.channel, text[start.from..<end])
        }
    }

    /// Takes the duration off the front.
    private static func duration(_ body: inout Substring) -> Value {
        if body.hasPrefix("Không có thông tin") {
            body = body.dropFirst("Không có thông tin".count)
            return .nothing
        }
        if let match = body.prefixMatch(
            of: /(\d{1,4}) (Ngày làm việc|Ngày|Giờ|Tháng|Năm|Tuần|Phút)/)
        {
            body = body[match.range.upperBound...]
            return .clear("\(match.1) \(match.2.lowercased())")
        }
        // A sum of money may stand here at once: no duration then.
        if body.prefixMatch(of: /\d{1,3}(,\d{3})* (VNĐ|Việt Nam Đồng|USD)/) != nil {
            return .nothing
        }
        if let match = body.prefixMatch(of: /\d{1,4}(?=Miễn phí|Không có thông tin)/) {
            body = body[match.range.upperBound...]
            return .unclear(String(match.0))
        }
        return .nothing
    }

    /// Reads the fee at the front; words in brackets behind it make it unclear unless they say
    /// that there is nothing more.
    private static func fee(_ body: Substring) -> Value {
        let amount: String
        let rest: Substring
        if body.hasPrefix("Miễn phí") {
            amount = "0"
            rest = body.dropFirst("Miễn phí".count)
        } else if let match = body.prefixMatch(of: /(\d{1,3}(?:,\d{3})*) (VNĐ|Việt Nam Đồng)/) {
            amount = String(match.1).replacing(",", with: ".")
            rest = body[match.range.upperBound...]
        } else {
            return body.first?.isNumber == true ? .unclear(String(body.prefix(40))) : .nothing
        }
        let plain = /\((?i:không|không có|không quy định|chưa quy định)\.?\)/
        let after = rest.prefixMatch(of: plain).map { rest[$0.range.upperBound...] } ?? rest
        let speaksOfFees = after.firstMatch(of: /(?i:phí|đồng|vnđ)/) != nil
        guard !after.hasPrefix("("), !speaksOfFees else {
            return .unclear(String(body.prefix(40)))
        }
        return .clear("\(amount) đồng")
    }
}
