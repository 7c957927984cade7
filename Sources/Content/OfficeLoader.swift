import Conversation

/// Reads what the unit says of itself; settings of the deployment go first.
struct OfficeLoader {
    /// Name and province from the settings.
    let deployment: Office

    /// Where the file stands.
    static let path = "office.yaml"

    private static let keys = [
        "name", "province", "address", "hours", "phone", "reception_days",
    ]

    /// Characters of one value at the most: an answer must fit a small screen.
    static let valueMax = 200

    func office(_ folder: ContentFolder, _ findings: inout Findings) -> Office {
        guard let file = folder.file(Self.path),
            let tree = parseYAML(file.text, file: file.path, &findings)
        else { return deployment }
        let entries = tree.mapping(known: Self.keys, &findings)
        func value(_ key: String) -> String? {
            guard let value = entries[key], !value.isNull,
                let text = value.text(&findings)?.trimmingSpaces, !text.isEmpty
            else { return nil }
            if text.count > Self.valueMax || text.contains(where: \.isNewline) {
                findings.error(
                    at: value.place, "'\(key)' phải là một dòng, tối đa \(Self.valueMax) chữ",
                    remedy: "Viết gọn lại")
            }
            return text
        }
        let phone = value("phone")
        if let phone, !phone.contains(where: { $0.isASCII && $0.isNumber }) {
            findings.error(
                at: entries["phone"]?.place ?? tree.place, "'phone' không có số nào",
                remedy: "Ghi số máy, hoặc để trống")
        }
        let hasName = deployment.name != Office.defaultName
        let name = value("name")
        let province = value("province")
        return Office(
            province: deployment.province ?? province,
            name: hasName ? deployment.name : name ?? deployment.name,
            address: value("address"), hours: value("hours"), phone: phone,
            receptionDays: value("reception_days"))
    }
}
