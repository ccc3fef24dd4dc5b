internal import JSON

/// Rules that refuse somebody, or that forbid something, and that go away.
enum LostRefusal {
    private static let maximumCount = 500

    /// What a change no longer refuses.
    static func risks(of subject: RiskSubject) -> [Risk] {
        let former = refusals(in: subject.change.values?.before ?? .null)
        guard !former.isEmpty else { return [] }
        let latter = refusals(in: subject.change.values?.after ?? .null)
        let isGone = subject.head.action.kind == .delete
        guard isGone || latter.count < former.count else { return [] }
        let lost = former.filter { refusal in !latter.contains { $0.value == refusal.value } }
        guard let worst = lost.max(by: { !$0.isForAll && $1.isForAll }) else { return [] }
        let attribute = subject.attribute(worst.path, .string(worst.word), nil)
        return [
            RiskJudge.risk(
                "refusal-removed", .exposure, worst.isForAll ? .high : .medium, subject, attribute,
                "what it refused is let in, unless another rule refuses it")
        ]
    }

    /// Whether a word says that something is not let in.
    static func refuses(_ word: String) -> Bool {
        ["deny", "denied", "block", "drop", "reject", "refuse", "forbid"].contains { word.hasPrefix($0) }
    }

    private struct Refusal {
        let path: String
        let word: String
        /// The rule as a whole.
        let value: JSONValue
        /// Whether it refuses everybody, or everything.
        let isForAll: Bool
    }

    private static func refusals(in value: JSONValue) -> [Refusal] {
        var found: [Refusal] = []
        walk(value, "", depth: 0, into: &found)
        return found
    }

    private static func walk(_ value: JSONValue, _ path: String, depth: Int, into found: inout [Refusal]) {
        guard depth < 32, found.count < maximumCount else { return }
        switch value {
        case .object(let members):
            if let refusal = refusal(members, path) {
                found.append(refusal)
                return
            }
            for (key, member) in members where !OpenDoor.isOutward(key.lowercased()) {
                walk(member, AttributeDiff.join(path, key), depth: depth + 1, into: &found)
            }
        case .array(let elements):
            for (index, element) in elements.enumerated() {
                walk(element, "\(path)[\(index)]", depth: depth + 1, into: &found)
            }
        case .string(let text):
            if let embedded = ValueLeaf.embedded(text) { walk(embedded, path, depth: depth + 1, into: &found) }
        default: break
        }
    }

    private static func refusal(_ members: JSONObject, _ path: String) -> Refusal? {
        func word(_ name: String) -> String? { members[name]?.stringValue?.lowercased() }
        guard members["disabled"] != .bool(true), members["enabled"] != .bool(false), members["egress"] != .bool(true),
            !["direction", "type", "traffic_direction"].contains(where: {
                ["egress", "outbound", "out"].contains(word($0) ?? "")
            })
        else { return nil }
        let names = ["access", "action", "rule_action", "Effect", "effect", "decision", "verdict"]
        let name = names.first { word($0).map { refuses($0) } ?? false }
        let denied = members["deny"]?.arrayValue.map { !$0.isEmpty } ?? false
        guard let name = name ?? (denied ? "deny" : nil) else { return nil }
        // Who is refused, or what, has to be said, or it is no rule.
        guard !subjects.isDisjoint(with: members.keys) else { return nil }
        let isForAll = members.contains { key, value in
            subjects.contains(key) && texts(value).contains { $0 == "*" || AddressRange.isVast($0) }
        }
        return Refusal(
            path: AttributeDiff.join(path, name), word: word(name) ?? "deny", value: .object(members),
            isForAll: isForAll)
    }

    private static let subjects: Set<String> = [
        "source_address_prefix", "source_address_prefixes", "source_addresses", "cidr_block", "cidr_blocks",
        "ipv6_cidr_block", "source_ranges", "source_ip", "source_ips", "source", "sources", "Principal", "principals",
        "Action", "actions", "NotAction", "not_actions", "Resource", "resources", "ip_address", "ip_mask", "match",
        "expression", "condition", "statement", "src_ip", "remote_ip_prefix", "source_ip_address", "filter", "include",
    ]

    private static func texts(_ value: JSONValue) -> [String] {
        switch value {
        case .string(let text): [text]
        case .array(let elements): elements.flatMap { texts($0) }
        case .object(let members): members.values.flatMap { texts($0) }
        default: []
        }
    }
}
