internal import JSON

/// Which of the elements that two lists do not share are about the same thing.
///
/// The blocks of a set have no order: those of one name belong together, then those that share most, and at last those
/// that stand at one place.
struct ElementPairs {
    /// Places on both sides, in the order of the latter; nil for what has no partner.
    private(set) var pairs: [(before: Int?, after: Int?)] = []
    private var gone: [Int]
    private var new: [Int]

    init(_ old: [JSONValue], _ first: [Int], _ latter: [JSONValue], _ second: [Int]) {
        gone = first
        new = second
        let isBlocks = (first.map { old[$0] } + second.map { latter[$0] }).allSatisfy { $0.objectValue != nil }
        if isBlocks, first.count * second.count <= 2500, first.count + second.count > 2 {
            pair { Self.key(of: old[$0]) != nil && Self.key(of: old[$0]) == Self.key(of: latter[$1]) ? 1 : 0 }
            pair { Self.likeness(old[$0], latter[$1]) }
            let named = { (value: JSONValue) in Self.key(of: value) != nil }
            // What has another name and little in common is another thing.
            for place in gone where named(old[place]) { pairs.append((place, nil)) }
            for place in new where named(latter[place]) { pairs.append((nil, place)) }
            gone.removeAll { named(old[$0]) }
            new.removeAll { named(latter[$0]) }
        }
        for offset in 0..<max(gone.count, new.count) {
            pairs.append((offset < gone.count ? gone[offset] : nil, offset < new.count ? new[offset] : nil))
        }
        pairs.sort { ($0.after ?? $0.before ?? 0, $0.before ?? .max) < ($1.after ?? $1.before ?? 0, $1.before ?? .max) }
    }

    /// Pairs what is likest, as long as something is alike.
    private mutating func pair(_ likeness: (Int, Int) -> Double) {
        var ranked: [(score: Double, before: Int, after: Int)] = []
        for before in gone {
            for after in new {
                let score = likeness(before, after)
                if score > 0 { ranked.append((score, before, after)) }
            }
        }
        ranked.sort { ($1.score, $0.before, $0.after) < ($0.score, $1.before, $1.after) }
        for (_, before, after) in ranked where gone.contains(before) && new.contains(after) {
            pairs.append((before, after))
            gone.removeAll { $0 == before }
            new.removeAll { $0 == after }
        }
    }

    /// What an element is called, or which ports a rule is about; nil where nothing tells.
    private static func key(of value: JSONValue) -> String? {
        for name in ["name", "key", "id", "parameter_name", "rule_number", "sid", "alias"] {
            if let text = scalar(value[name]) { return "\(name) \(text)" }
        }
        let ports = ["from_port", "to_port", "protocol"].compactMap { scalar(value[$0]) }
        return ports.count == 3 ? ports.joined(separator: " ") : nil
    }

    private static func scalar(_ value: JSONValue?) -> String? {
        switch value {
        case .string(let text)?: text.isEmpty ? nil : text
        case .number(let number)?: number.text
        default: nil
        }
    }

    /// The part of the members that both have alike; of things with different names more than a half has to be.
    private static func likeness(_ old: JSONValue, _ new: JSONValue) -> Double {
        guard let first = old.objectValue, let second = new.objectValue else { return 0 }
        let names = Set(first.map(\.key)).union(second.map(\.key))
        let alike = names.count { first[$0] != nil && first[$0] == second[$0] }
        let isRenamed = key(of: old) != nil && key(of: new) != nil
        let share = Double(alike) / Double(max(1, isRenamed ? names.count - 1 : names.count))
        return isRenamed && share <= 0.5 ? 0 : share
    }
}
