/// A unit of a campaign (đơn vị): a province, a commune, a village's team.
package struct OrgUnit: Hashable, Sendable {
    package let id: UnitID

    /// Full name with its kind: `xã Lộc Hòa`.
    package let name: String
    package let level: UnitLevel

    /// The unit above; nil at the top.
    package let parent: UnitID?

    /// What people call it besides its name: `Lộc Hòa`.
    package let aliases: [String]

    package init(
        id: UnitID, name: String, level: UnitLevel, parent: UnitID?, aliases: [String] = []
    ) {
        self.id = id
        self.name = name
        self.level = level
        self.parent = parent
        self.aliases = aliases
    }
}

/// The units of a campaign as a tree, checked: every parent exists and nothing is above itself.
package struct UnitTree: Hashable, Sendable {
    /// All units in the order of the file.
    package let units: [OrgUnit]

    private let positions: [UnitID: Int]
    private let childPositions: [[Int]]

    /// The units at the top, in the order of the file.
    package let roots: [OrgUnit]

    package init(_ units: [OrgUnit]) throws(CampaignError) {
        let mistakes = Self.mistakes(in: units)
        guard mistakes.isEmpty else { throw CampaignError(mistakes) }
        var positions: [UnitID: Int] = [:]
        for (index, unit) in units.enumerated() { positions[unit.id] = index }
        var childPositions = [[Int]](repeating: [], count: units.count)
        for (index, unit) in units.enumerated() {
            if let parent = unit.parent, let above = positions[parent] {
                childPositions[above].append(index)
            }
        }
        self.units = units
        self.positions = positions
        self.childPositions = childPositions
        roots = units.filter { $0.parent == nil }
    }

    /// The unit with this id, or nil.
    package subscript(id: UnitID) -> OrgUnit? {
        positions[id].map { units[$0] }
    }

    /// The unit above, or nil at the top and for an unknown id.
    package func parent(of id: UnitID) -> OrgUnit? {
        self[id]?.parent.flatMap { self[$0] }
    }

    /// The units right below, in the order of the file.
    package func children(of id: UnitID) -> [OrgUnit] {
        guard let index = positions[id] else { return [] }
        return childPositions[index].map { units[$0] }
    }

    /// The units above, the nearest first.
    package func ancestors(of id: UnitID) -> [OrgUnit] {
        var result: [OrgUnit] = []
        var below = id
        while let parent = parent(of: below) {
            result.append(parent)
            below = parent.id
        }
        return result
    }

    /// The unit and everything below it, each before its children; empty for an unknown id.
    package func subtree(of id: UnitID) -> [OrgUnit] {
        guard let index = positions[id] else { return [] }
        var result: [OrgUnit] = []
        var waiting = [index]
        while let next = waiting.popLast() {
            result.append(units[next])
            waiting += childPositions[next].reversed()
        }
        return result
    }

    /// Whether `upper` stands somewhere above `lower`; a unit is not above itself.
    package func isAncestor(_ upper: UnitID, of lower: UnitID) -> Bool {
        var next = self[lower]?.parent
        while let parent = next {
            if parent == upper { return true }
            next = self[parent]?.parent
        }
        return false
    }
}

extension UnitTree {
    private static func mistakes(in units: [OrgUnit]) -> [CampaignMistake] {
        guard !units.isEmpty else { return [.noUnits] }
        var mistakes: [CampaignMistake] = []
        var parents: [UnitID: UnitID?] = [:]
        for unit in units {
            if parents.updateValue(unit.parent, forKey: unit.id) != nil {
                mistakes.append(.duplicateUnit(unit.id))
            }
            if unit.name.isEmpty || unit.id.rawValue.isEmpty {
                mistakes.append(.unnamedUnit(unit.id))
            }
        }
        for unit in units {
            if let parent = unit.parent, parents[parent] == nil {
                mistakes.append(.unknownParent(parent, of: unit.id))
            }
        }
        return mistakes + cycles(in: units, parents: parents)
    }

    /// One mistake for each ring of units that are above each other.
    private static func cycles(in units: [OrgUnit], parents: [UnitID: UnitID?]) -> [CampaignMistake]
    {
        var mistakes: [CampaignMistake] = []
        var isSettled: Set<UnitID> = []
        for unit in units {
            var path: [UnitID] = []
            var isOnPath: Set<UnitID> = []
            var next: UnitID? = unit.id
            while let id = next, !isSettled.contains(id) {
                if isOnPath.contains(id) {
                    let ring = path[(path.firstIndex(of: id) ?? 0)...]
                    mistakes.append(.cycle(Array(ring)))
                    break
                }
                path.append(id)
                isOnPath.insert(id)
                next = parents[id] ?? nil
            }
            isSettled.formUnion(path)
        }
        return mistakes
    }
}
