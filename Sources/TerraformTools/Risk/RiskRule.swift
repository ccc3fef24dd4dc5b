/// One rule of what is dangerous: data that `RiskJudge` reads.
struct RiskRule: Sendable {
    /// What has to be so.
    enum Test: Sendable {
        /// The object is deleted or replaced.
        case destroyed
        /// The object is deleted and no other takes its place.
        case deleted
        /// An attribute of one of these names gets one of these values, in any case of letters; `*` within a longer
        /// value stands for any text.
        case becomes([String], [String])
        /// The same of an object that was there already and had another value.
        case turnsInto([String], [String])
        /// A text of one of these names says one of these things anywhere.
        case says([String], [String])
        /// An attribute whose name has one of these words loses what it demanded: it is switched off, or gets a value
        /// that demands nothing.
        case weakens([String])
        /// A value or block is there that was not.
        case appears([String])
        /// An attribute that was on is switched off.
        case turnsOff([String])
        /// An attribute of an object that was there already is switched on; of a new one that is mostly the default.
        case turnsOn([String])
        /// An attribute is on that was not, of a new object too.
        case isOn([String])
        /// An attribute of a new object is off, or an attribute that was on is switched off.
        case isOff([String])
        /// A value or block is taken away or emptied; names may have `*` in them.
        case vanishes([String])
        /// A quantity becomes less, or nothing at all where the second says so.
        case falls([String], toNothing: Bool)
        /// An attribute gets another value.
        case changes([String])
        /// What is kept is deleted after a time, which it was not, or after half the time and less; of a new object only
        /// after a few days.
        case expires([String])
        /// One of these values is there that was not, in an object that was.
        case gains([String], [String])
        /// The object itself is switched off.
        case stops

        /// The attributes that are looked at.
        var names: [String] {
            switch self {
            case .destroyed, .deleted, .weakens, .stops: []
            case .becomes(let names, _), .turnsInto(let names, _), .gains(let names, _), .expires(let names),
                .says(let names, _), .appears(let names),
                .falls(let names, _), .turnsOff(let names), .turnsOn(let names),
                .isOn(let names), .isOff(let names), .vanishes(let names), .changes(let names):
                names
            }
        }
    }

    let name: String
    let kind: Risk.Kind
    let grade: Risk.Grade
    /// Resource types, with `*` for any text.
    let types: [String]
    let test: Test
    /// Types that are not meant, though a pattern fits them.
    let unless: [String]
    /// The grade of what is new; nil where it is the same.
    let born: Risk.Grade?
    /// What may come of it.
    let reason: String

    init(
        _ name: String, _ kind: Risk.Kind, _ grade: Risk.Grade, _ types: [String] = ["*"], unless: [String] = [],
        born: Risk.Grade? = nil, _ test: Test, _ reason: String
    ) {
        self.name = name
        self.kind = kind
        self.grade = grade
        self.types = types
        self.test = test
        self.unless = unless
        self.born = born
        self.reason = reason
    }

    /// Every rule there is, what is known of providers first and what holds for all last.
    static let all = aws + google + azure + kubernetes + generic + weakened + opened + outages + expiring

    /// Types that are content: what their size is was measured.
    static let contentTypes = [
        "*_object", "*_object_copy", "*_file", "*_blob", "*_layer_version", "*_artifact", "*_asset",
    ]

    /// Whether some rule looks at attributes of a name.
    static func looksAt(_ name: String) -> Bool { names.contains(name) }

    private static let names: Set<String> = {
        let own = [
            "policy", "assume_role_policy", "cidr_blocks", "ipv6_cidr_blocks", "cidr_ipv4", "cidr_ipv6",
            "source_ranges",
            "source_address_prefix", "ingress", "egress",
        ]
        return all.reduce(into: Set(own)) { $0.formUnion($1.test.names) }
    }()

    /// Whether a text is meant by a pattern, in which `*` stands for any text.
    static func matches(_ pattern: String, _ text: String) -> Bool {
        guard pattern.contains("*") else { return pattern == text }
        let parts = pattern.split(separator: "*", omittingEmptySubsequences: false)
        var rest = Substring(text)
        guard let first = parts.first, let last = parts.last, rest.hasPrefix(first) else { return false }
        rest = rest.dropFirst(first.count)
        for part in parts.dropFirst().dropLast() where !part.isEmpty {
            guard let range = rest.firstRange(of: part) else { return false }
            rest = rest[range.upperBound...]
        }
        return rest.hasSuffix(last)
    }
}
