/// Writes Prometheus' text format, version 0.0.4.
///
/// Source: https://prometheus.io/docs/instrumenting/exposition_formats/, read 2026-11-27.
struct ExpositionText {
    private(set) var text = ""

    /// The media type of what is written.
    static let mediaType = "text/plain; version=0.0.4; charset=utf-8"

    /// Begins a family.
    mutating func head(_ family: MetricFamily) {
        text += "# HELP \(family.name) "
        Self.append(family.help, escapingQuotes: false, to: &text)
        text += "\n# TYPE \(family.name) \(family.kind.word)\n"
    }

    /// Writes one value; `labels` as `labels` makes them.
    mutating func sample(_ name: String, _ labels: String, _ value: Double) {
        text += name
        if !labels.isEmpty { text += "{\(labels)}" }
        text += " \(Self.number(value))\n"
    }

    /// Labels with their values, escaped, as they stand between the braces.
    static func labels(_ names: [String], _ values: [String]) -> String {
        zip(names, values).reduce("") { labels($0, $1.0, $1.1) }
    }

    /// Labels with one more behind.
    static func labels(_ labels: String, _ name: String, _ value: String) -> String {
        var text = labels.isEmpty ? "\(name)=\"" : "\(labels),\(name)=\""
        append(value, escapingQuotes: true, to: &text)
        return text + "\""
    }

    /// A number as the format wants it: whole ones without a point.
    static func number(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value > 0 ? "+Inf" : "-Inf" }
        return Int64(exactly: value).map { "\($0)" } ?? "\(value)"
    }

    private static func append(_ value: String, escapingQuotes: Bool, to text: inout String) {
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "\"" where escapingQuotes: text += "\\\""
            default: text.unicodeScalars.append(scalar)
            }
        }
    }
}
