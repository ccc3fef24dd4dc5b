internal import JSON

/// A rule that lets the whole internet in, of whatever provider: told by the shape of what holds `0.0.0.0/0`.
struct OpenDoor: Hashable {
    let path: String
    /// The value that stands for everybody.
    let source: String
    /// Such as `tcp 22-22`, for comparing both sides.
    let ports: String
    let grade: Risk.Grade

    /// Doors that a change opens.
    static func risks(of subject: RiskSubject) -> [Risk] {
        guard !isNoDoor(subject.head.type) else { return [] }
        let former = Set(doors(in: subject.change.values?.before ?? .null).map { "\($0.source) \($0.ports)" })
        let opened = doors(in: subject.change.values?.after ?? .null).filter {
            !former.contains("\($0.source) \($0.ports)")
        }
        guard let worst = opened.max(by: { $0.grade < $1.grade }) else { return [] }
        let before = subject.change.attributes.first { $0.path == worst.path }?.before
        let what = worst.ports.isEmpty ? "" : " at \(worst.ports)"
        // What was closed and is opened was closed for a reason.
        let grade = subject.wasThere && subject.head.action.kind != .create ? max(.high, worst.grade) : worst.grade
        return [
            RiskJudge.risk(
                "open-to-all", .exposure, grade, subject,
                subject.attribute(worst.path, before, .string(worst.source)), "the whole internet is let in\(what)")
        ]
    }

    /// Types in which `0.0.0.0/0` is a direction of traffic or a name for all, and no permission.
    private static func isNoDoor(_ type: String) -> Bool {
        let words = type.split(separator: "_").map { String($0) }
        return words.contains {
            ["route", "routes", "nat", "vpn", "peering", "dns", "record", "customer"].contains($0)
        }
            || DataTypes.isPlaceholder(type) || type.hasSuffix("egress_rule")
    }

    static func doors(in value: JSONValue) -> [OpenDoor] {
        var doors: [OpenDoor] = []
        walk(value, "", Context(), depth: 0, into: &doors)
        return doors
    }

    /// What the objects around a value say of it.
    private struct Context {
        var isRefused = false
        var isOutward = false
        var ports = ""
        var grade = Risk.Grade.high
    }

    private static func walk(
        _ value: JSONValue, _ path: String, _ context: Context, depth: Int, into doors: inout [OpenDoor]
    ) {
        guard depth < 32, doors.count < 200 else { return }
        switch value {
        case .object(let members):
            let inner = self.context(of: members, within: context)
            for (key, member) in members {
                var next = inner
                let word = key.lowercased()
                if isOutward(word) { next.isOutward = true }
                if word == "deny" || word == "denied" { next.isRefused = true }
                walk(member, AttributeDiff.join(path, key), next, depth: depth + 1, into: &doors)
            }
            addRange(members, path, inner, into: &doors)
        case .array(let elements):
            for (index, element) in elements.enumerated() {
                walk(element, "\(path)[\(index)]", context, depth: depth + 1, into: &doors)
            }
        case .string(let text):
            guard !context.isRefused, !context.isOutward, isEverybody(text, path) else { return }
            doors.append(OpenDoor(path: path, source: text, ports: context.ports, grade: context.grade))
        default: break
        }
    }

    /// Rules that have a first and a last address.
    private static func addRange(
        _ members: JSONObject, _ path: String, _ context: Context, into doors: inout [OpenDoor]
    ) {
        guard !context.isRefused, members["start_ip_address"] == .string("0.0.0.0"),
            members["end_ip_address"] == .string("255.255.255.255")
        else { return }
        doors.append(
            OpenDoor(
                path: AttributeDiff.join(path, "end_ip_address"), source: "255.255.255.255", ports: context.ports,
                grade: .critical))
    }

    private static func isEverybody(_ text: String, _ path: String) -> Bool {
        if text == "0.0.0.0/0" || text == "::/0" { return true }
        let name = Candidate.lastName(of: path).lowercased()
        guard name.contains("source") || name.contains("allowed") else { return false }
        return ["*", "internet", "any", "0.0.0.0", "<nw>/0", "0.0.0.0-255.255.255.255"].contains(text.lowercased())
    }

    private static func isOutward(_ name: String) -> Bool {
        ["egress", "outbound", "destination", "dest", "route", "next_hop", "local_", "remote_network", "range_to"]
            .contains {
                name.contains($0)
            }
    }

    private static func context(of members: JSONObject, within outer: Context) -> Context {
        var context = outer
        func word(_ name: String) -> String? { members[name]?.stringValue?.lowercased() }
        for name in ["access", "action", "rule_action", "effect", "policy"] {
            if let word = word(name), ["deny", "denied", "block", "drop", "reject", "refuse"].contains(word) {
                context.isRefused = true
            }
        }
        for name in ["type", "direction", "traffic_direction"] {
            if let word = word(name), ["egress", "outbound", "out"].contains(word) { context.isOutward = true }
        }
        if members["egress"] == .bool(true) || members["disabled"] == .bool(true) { context.isOutward = true }
        if let deny = members["deny"]?.arrayValue, !deny.isEmpty { context.isRefused = true }
        let ports = PortRange.ranges(of: members)
        guard !ports.isEmpty else { return context }
        context.ports = ports.map(\.text).joined(separator: ", ")
        context.grade = ports.map(\.grade).max() ?? context.grade
        return context
    }
}
