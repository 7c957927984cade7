/// The name of a campaign's folder in `intents/campaigns`, for instance `danh-gia-2022`.
package struct CampaignID: RawRepresentable, Hashable, Comparable, Sendable, CustomStringConvertible
{
    package let rawValue: String

    package init(rawValue: String) {
        self.rawValue = rawValue
    }

    package var description: String { rawValue }

    package static func < (left: CampaignID, right: CampaignID) -> Bool {
        left.rawValue < right.rawValue
    }
}

/// The id of a unit in `units.csv`, for instance `loc-hoa`.
package struct UnitID: RawRepresentable, Hashable, Comparable, Sendable, CustomStringConvertible {
    package let rawValue: String

    package init(rawValue: String) {
        self.rawValue = rawValue
    }

    package var description: String { rawValue }

    package static func < (left: UnitID, right: UnitID) -> Bool {
        left.rawValue < right.rawValue
    }
}

/// The level of a unit (cấp): `province`, `commune`, `village` or another word of `units.csv`.
package struct UnitLevel: RawRepresentable, Hashable, Comparable, Sendable, CustomStringConvertible
{
    package let rawValue: String

    package init(rawValue: String) {
        self.rawValue = rawValue
    }

    package var description: String { rawValue }

    package static func < (left: UnitLevel, right: UnitLevel) -> Bool {
        left.rawValue < right.rawValue
    }
}

/// The key of an indicator in `campaign.yaml`, for instance `ho_den`.
package struct IndicatorKey: RawRepresentable, Hashable, Comparable, Sendable,
    CustomStringConvertible
{
    package let rawValue: String

    package init(rawValue: String) {
        self.rawValue = rawValue
    }

    package var description: String { rawValue }

    package static func < (left: IndicatorKey, right: IndicatorKey) -> Bool {
        left.rawValue < right.rawValue
    }
}
