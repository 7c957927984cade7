extension Turn {
    /// Address, hours and numbers that the office has filled in; for the rest whom to ask.
    func contact() -> Decision {
        let office = knowledge.office
        let known: [(field: String, label: String, value: String?)] = [
            ("address", "địa chỉ", office.address), ("hours", "giờ làm việc", office.hours),
            ("phone", "số máy", office.phone),
            ("reception", "lịch tiếp công dân", office.receptionDays),
        ]
        var fields = self.office
        for (field, _, value) in known { fields[field] = value.map { .text($0) } }
        let missing = known.filter { $0.value == nil }.map(\.label)
        if missing.count < known.count {
            fields["known"] = true
            fields["missing"] = .text(missing.joined(separator: ", "))
        }
        return Decision(.answered, replies: [Reply(.contact, fields)])
    }
}
