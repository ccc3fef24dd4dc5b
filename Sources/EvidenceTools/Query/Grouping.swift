internal import JSON
internal import Model

/// Counts rows by what they have in common, and sums up a number of each.
struct Grouping: Sendable {
    struct Group: Encodable, Sendable {
        let key: [String: JSONValue]
        var count = 0
        var min: Double?
        var max: Double?
        var sum: Double?
        var mean: Double?
    }

    /// So many different keys are counted; rows of others are left out, and it is said how many.
    static let maximumGroups = 10_000

    private let fields: [RowField]
    private let measure: RowField?
    private var groups: [[JSONValue]: Group] = [:]
    private(set) var omitted = 0

    /// Nil when neither is given.
    init?(_ names: [String]?, measure: String?) throws(ToolError) {
        guard names != nil || measure != nil else { return nil }
        var fields: [RowField] = []
        for name in names ?? [] { fields.append(try RowField(name)) }
        self.fields = fields
        self.measure = if let measure { try RowField(measure) } else { nil }
    }

    mutating func add(_ row: JSONValue) {
        let key = fields.map { $0.value(in: row) ?? .null }
        guard groups[key] != nil || groups.count < Self.maximumGroups else {
            omitted += 1
            return
        }
        let names = fields.map(\.name)
        var group = groups[key] ?? Group(key: Dictionary(zip(names, key), uniquingKeysWith: { $1 }))
        group.count += 1
        if let number = measure?.value(in: row)?.doubleValue, number.isFinite {
            group.min = Swift.min(group.min ?? number, number)
            group.max = Swift.max(group.max ?? number, number)
            group.sum = (group.sum ?? 0) + number
        }
        groups[key] = group
    }

    /// The largest groups first, equal ones by their keys.
    var ordered: [Group] {
        groups.sorted { left, right in
            if left.value.count != right.value.count { return left.value.count > right.value.count }
            return left.key.map { $0.canonicalText() }.lexicographicallyPrecedes(right.key.map { $0.canonicalText() })
        }
        .map { entry in
            var group = entry.value
            group.mean = group.sum.map { $0 / Double(group.count) }
            return group
        }
    }
}
