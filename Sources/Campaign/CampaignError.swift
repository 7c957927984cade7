import VietText

/// What is wrong with a campaign's definition: every mistake found, at least one.
package struct CampaignError: Error, Hashable, Sendable, CustomStringConvertible {
    package let mistakes: [CampaignMistake]

    init(_ mistakes: [CampaignMistake]) {
        self.mistakes = mistakes
    }

    package var description: String {
        mistakes.map { "\($0.what). \($0.remedy)." }.joined(separator: "\n")
    }
}

/// One inconsistency of a campaign; `what` and `remedy` are for the person who edits its files.
package enum CampaignMistake: Hashable, Sendable {
    case noUnits
    case unnamedUnit(UnitID)
    case duplicateUnit(UnitID)
    case unknownParent(UnitID, of: UnitID)
    case cycle([UnitID])
    case unnamedCampaign
    case daysReversed(from: CivilDay, to: CivilDay)
    case tooLong(days: Int)
    case difficultyHoursOutOfRange(Int)
    case noIndicators
    case unnamedIndicator(IndicatorKey)
    case duplicateIndicator(IndicatorKey)
    case sharedAlias(String, IndicatorKey, IndicatorKey)
    case unknownTargetLevel(UnitLevel, of: IndicatorKey, known: [UnitLevel])
    case unknownTargetUnit(UnitID, of: IndicatorKey)
    case targetOutOfRange(Quantity, of: IndicatorKey)
    case doubtOutOfRange(Quantity, of: IndicatorKey)
    case denominatorOfCount(IndicatorKey)
    case nothingToReach(IndicatorKey)
    case itemsOfNoChecklist(IndicatorKey)
    case duplicateItem(String, of: IndicatorKey)
    case decimalsOutOfRange(Int, of: IndicatorKey)
    case unknownPart(IndicatorKey, of: IndicatorKey, known: [IndicatorKey])
    case duplicatePart(IndicatorKey)

    /// What is wrong, in Vietnamese, without a full stop.
    package var what: String {
        switch self {
        case .noUnits: "chiến dịch không có đơn vị nào"
        case .unnamedUnit(let id): "đơn vị '\(id)' thiếu mã hoặc tên"
        case .duplicateUnit(let id): "mã đơn vị '\(id)' có hai lần"
        case .unknownParent(let parent, let id):
            "đơn vị cấp trên '\(parent)' của '\(id)' không có trong danh sách"
        case .cycle(let ids):
            "các đơn vị là cấp trên của nhau: \(ids.map(\.rawValue).joined(separator: " → "))"
        case .unnamedCampaign: "chiến dịch thiếu mã hoặc tên"
        case .daysReversed(let from, let end):
            "ngày bắt đầu \(from.vietnamese) sau ngày kết thúc \(end.vietnamese)"
        case .tooLong(let days): "chiến dịch dài \(days) ngày"
        case .difficultyHoursOutOfRange(let hours): "difficulty_hours là \(hours)"
        case .noIndicators: "chiến dịch không có chỉ tiêu nào"
        case .unnamedIndicator(let key): "chỉ tiêu '\(key)' thiếu mã, tên hoặc đơn vị tính"
        case .duplicateIndicator(let key): "mã chỉ tiêu '\(key)' có hai lần"
        case .sharedAlias(let alias, let first, let second):
            "cách gọi '\(alias)' thuộc cả '\(first)' và '\(second)'"
        case .unknownTargetLevel(let level, let key, _):
            "mục tiêu của '\(key)' nói đến cấp '\(level)', không có đơn vị nào ở cấp ấy"
        case .unknownTargetUnit(let unit, let key):
            "mục tiêu của '\(key)' nói đến đơn vị '\(unit)', không có trong danh sách"
        case .targetOutOfRange(let value, let key): "mục tiêu \(value) của '\(key)' không hợp lý"
        case .doubtOutOfRange(let value, let key):
            "ngưỡng hỏi lại \(value) của '\(key)' không hợp lý"
        case .denominatorOfCount(let key):
            "chỉ tiêu '\(key)' có cách gọi mẫu số nhưng không phải là tỷ lệ"
        case .nothingToReach(let key):
            "chỉ tiêu '\(key)' đếm đơn vị đạt mục tiêu (roll_up: reached) mà không có mục tiêu nào"
        case .itemsOfNoChecklist(let key):
            "chỉ tiêu '\(key)' có items nhưng không phải là danh mục việc"
        case .duplicateItem(let item, let key): "việc '\(item)' của '\(key)' có hai lần"
        case .decimalsOutOfRange(let decimals, let key):
            "decimals \(decimals) của '\(key)' không hợp lệ"
        case .unknownPart(let part, let key, _):
            "sum_of của '\(key)' nói đến '\(part)', không phải một chỉ tiêu khác của chiến dịch"
        case .duplicatePart(let key): "sum_of của '\(key)' có một chỉ tiêu hai lần"
        }
    }

    /// What to do about it, in Vietnamese, without a full stop.
    package var remedy: String {
        switch self {
        case .noUnits: "Viết ít nhất một dòng vào units.csv"
        case .unnamedUnit: "Điền đủ cột id và name"
        case .duplicateUnit: "Đổi mã của một trong hai dòng"
        case .unknownParent: "Thêm dòng cho đơn vị cấp trên hoặc sửa cột parent"
        case .cycle: "Sửa cột parent để đơn vị trên cùng không có cấp trên"
        case .unnamedCampaign: "Điền name trong campaign.yaml"
        case .daysReversed: "Sửa days: from phải trước hoặc bằng to"
        case .tooLong: "Sửa days: dài nhất là \(Campaign.lengthMax) ngày"
        case .difficultyHoursOutOfRange:
            "Ghi số giờ từ \(Campaign.difficultyHoursRange.lowerBound) "
                + "đến \(Campaign.difficultyHoursRange.upperBound)"
        case .noIndicators: "Viết ít nhất một mục dưới indicators"
        case .unnamedIndicator: "Điền đủ key, name và unit"
        case .duplicateIndicator: "Đổi key của một trong hai chỉ tiêu"
        case .sharedAlias: "Bỏ cách gọi ấy ở một chỉ tiêu, hoặc viết dài hơn cho rõ"
        case .unknownTargetLevel(_, _, let known):
            "Dùng một trong các cấp: \(known.map(\.rawValue).joined(separator: ", "))"
        case .unknownTargetUnit: "Dùng một id có trong units.csv"
        case .targetOutOfRange:
            "Viết số từ 0 trở lên; với tỷ lệ là số từ 0 đến 1, ví dụ 0.60"
        case .doubtOutOfRange: "Viết số lớn hơn 0 vào doubt_above, hoặc bỏ dòng ấy"
        case .denominatorOfCount: "Bỏ denominator_aliases hoặc đổi kind thành ratio"
        case .nothingToReach: "Thêm targets hoặc unit_targets, hoặc đổi roll_up thành sum"
        case .itemsOfNoChecklist: "Bỏ items hoặc đổi kind thành checklist"
        case .duplicateItem: "Bỏ một trong hai dòng"
        case .decimalsOutOfRange: "Viết số chữ số sau dấu phẩy, từ 0 đến 4"
        case .unknownPart(_, _, let known):
            "Dùng key của các chỉ tiêu khác: \(known.map(\.rawValue).joined(separator: ", "))"
        case .duplicatePart: "Mỗi chỉ tiêu thành phần chỉ ghi một lần"
        }
    }
}
