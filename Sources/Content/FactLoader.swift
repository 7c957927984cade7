import Procedures
import VietText

/// Reads the `facts:` part of a procedure's file.
struct FactLoader {
    private static let keys = [
        "value", "items", "valid_from", "valid_to", "province", "channel", "when", "legal",
        "source", "confidence", "unverified", "remark",
    ]

    /// Returns the facts by key, in the order of the file; mistakes go to `findings`.
    func facts(in tree: YAMLTree, _ findings: inout Findings) -> [FactKey: [Fact]] {
        var result: [FactKey: [Fact]] = [:]
        for entry in tree.mapping(known: FactKey.allCases.map(\.rawValue), &findings) {
            guard let key = FactKey(rawValue: entry.key) else { continue }
            result[key] = entry.value.list(&findings).compactMap { fact(in: $0, &findings) }
        }
        return result
    }

    private func fact(in tree: YAMLTree, _ findings: inout Findings) -> Fact? {
        let entries = tree.mapping(known: Self.keys, &findings)
        guard !entries.isEmpty else { return nil }
        let body = body(entries, tree.place, &findings)
        let source = source(entries["source"], tree.place, &findings)
        let confidence = choice(
            entries["confidence"], Confidence.self, "confidence", tree.place, &findings)
        let from = day(entries["valid_from"], &findings)
        let to = day(entries["valid_to"], &findings)
        if let from, let to, from > to {
            findings.error(
                at: tree.place, "valid_from (\(from)) sau valid_to (\(to))",
                remedy: "Đổi lại hai ngày")
        }
        let channel = entries["channel"].flatMap {
            choice($0, FilingChannel.self, "channel", tree.place, &findings)
        }
        let isUnverified = entries["unverified"]?.scalarText == "true"
        // What is unverified is not said: it stays in the file as a note to whoever checks it.
        guard let body, let source, let confidence, !isUnverified else { return nil }
        return Fact(
            body: body, validFrom: from, validTo: to,
            province: entries["province"]?.text(&findings), channel: channel,
            condition: entries["when"]?.text(&findings),
            legal: entries["legal"]?.texts(&findings).map(\.text) ?? [], source: source,
            confidence: confidence)
    }

    private func body(
        _ entries: [YAMLTree.Entry], _ place: Place, _ findings: inout Findings
    ) -> Fact.Body? {
        switch (entries["value"], entries["items"]) {
        case (let value?, nil):
            return value.text(&findings).map { .text($0) }
        case (nil, let items?):
            let texts = items.texts(&findings).map(\.text)
            return texts.isEmpty ? nil : .items(texts)
        case (nil, nil):
            findings.error(
                at: place, "thiếu 'value' hoặc 'items'", remedy: "Ghi giá trị, hoặc xóa mục này")
        case (_?, _?):
            findings.error(
                at: place, "có cả 'value' và 'items'", remedy: "Chỉ giữ một trong hai")
        }
        return nil
    }

    private func source(
        _ tree: YAMLTree?, _ place: Place, _ findings: inout Findings
    ) -> FactSource? {
        guard let tree else {
            findings.error(
                at: place, "thông tin không có nguồn ('source')",
                remedy: "Ghi name, url và read_on (ngày đọc); không có nguồn thì xóa mục này")
            return nil
        }
        let entries = tree.mapping(known: ["name", "url", "read_on"], &findings)
        let name = entries["name"]?.text(&findings)
        let readOn = day(entries["read_on"], &findings)
        guard let name, let readOn else {
            if entries["name"] == nil || entries["read_on"] == nil {
                findings.error(
                    at: tree.place, "nguồn thiếu name hoặc read_on",
                    remedy: "Ghi tên nguồn và ngày đọc, ví dụ read_on: 2026-06-10")
            }
            return nil
        }
        let url = entries["url"].flatMap { $0.isNull ? nil : $0.text(&findings) }
        return FactSource(name: name, url: url, readOn: readOn)
    }

    private func day(_ tree: YAMLTree?, _ findings: inout Findings) -> CivilDay? {
        guard let tree, !tree.isNull, let text = tree.text(&findings) else { return nil }
        if let day = CivilDay(iso: text) { return day }
        findings.error(
            at: tree.place, "'\(text)' không phải là một ngày",
            remedy: "Viết năm-tháng-ngày, ví dụ 2026-07-01")
        return nil
    }

    private func choice<Value: RawRepresentable<String> & CaseIterable>(
        _ tree: YAMLTree?, _ type: Value.Type, _ key: String, _ place: Place,
        _ findings: inout Findings
    ) -> Value? {
        let known = type.allCases.map(\.rawValue)
        guard let tree else {
            findings.error(
                at: place, "thiếu '\(key)'",
                remedy: "Ghi một trong: \(known.joined(separator: ", "))")
            return nil
        }
        guard let text = tree.text(&findings) else { return nil }
        if let value = Value(rawValue: text) { return value }
        findings.error(
            at: tree.place, "'\(text)' không phải là \(key)",
            remedy: remedy(forUnknown: text, in: known))
        return nil
    }
}
