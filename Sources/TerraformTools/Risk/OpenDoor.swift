internal import JSON

/// A rule that lets the whole internet in, of whatever provider: told by the shape of what holds `0.0.0.0/0`.
struct OpenDoor: Hashable {
    let path: String
    /// The value that stands for everybody.
    let source: String
    /// Where it is open; empty where nothing says so.
    let ports: [PortRange]
    /// Who is let in.
    var who = "the whole internet"
    /// How bad it is where no ports say so.
    var unnamed = Risk.Grade.high

    private var grade: Risk.Grade { ports.map(\.grade).max() ?? unnamed }

    /// Doors that a change opens.
    static func risks(of subject: RiskSubject) -> [Risk] {
        guard !isNoDoor(subject.head.type) else { return [] }
        let former = doors(in: subject.change.values?.before ?? .null)
        let opened = doors(in: subject.change.values?.after ?? .null).compactMap { $0.opened(beside: former) }
        guard let worst = opened.max(by: { $0.grade < $1.grade }) else { return [] }
        let before = subject.change.attributes.first { $0.path == worst.path }?.before
        let places = worst.ports.map(\.text).joined(separator: ", ")
        // What was closed and is opened was closed for a reason.
        let isReopened = subject.wasThere && subject.head.action.kind != .create
        let grade = isReopened && worst.unnamed >= .high ? max(.high, worst.grade) : worst.grade
        return [
            RiskJudge.risk(
                "open-to-all", .exposure, grade, subject,
                subject.attribute(worst.path, before, .string(worst.source)),
                "\(worst.who) is let in\(places.isEmpty ? "" : " at \(places)")")
        ]
    }

    /// The part of the door that was not open before; nil for none.
    private func opened(beside former: [OpenDoor]) -> OpenDoor? {
        let open = former.filter { $0.source == source || $0.isWord || $0.letsInAll && !source.contains(":") }
        guard !ports.isEmpty else {
            let wasOpen = open.contains {
                ($0.ports.isEmpty && $0.place == place) || $0.ports.contains { $0.covers(.everything) }
            }
            return wasOpen ? nil : self
        }
        let closed = ports.filter { port in
            !open.contains { $0.ports.isEmpty && $0.place == place || $0.ports.contains { $0.covers(port) } }
        }
        guard !closed.isEmpty else { return nil }
        return OpenDoor(path: path, source: source, ports: closed, who: who, unnamed: unnamed)
    }

    /// Whether its source is a word for all addresses, of both kinds, and no range of one kind.
    private var isWord: Bool { !source.contains("/") && !source.contains(".") }

    /// Whether every address of the older kind may come in.
    private var letsInAll: Bool { !AddressRange.isPart(source) && source != "::/0" }

    /// The path without places in lists, since the rules of a set have no order.
    private var place: String { path.replacing(#/\[[0-9]+\]/#, with: "") }

    /// Types in which `0.0.0.0/0` is a direction of traffic or a name for all, and no permission.
    private static func isNoDoor(_ type: String) -> Bool {
        let words = type.split(separator: "_").map { String($0) }
        return words.contains {
            ["route", "routes", "nat", "vpn", "peering", "dns", "record", "customer"].contains($0)
        } && !words.contains("firewall")
            || type.hasSuffix("egress_rule")
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
        var ports: [PortRange] = []
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
            doors.append(OpenDoor(path: path, source: text, ports: context.ports))
        default: break
        }
    }

    /// Rules that have a first and a last address.
    private static func addRange(
        _ members: JSONObject, _ path: String, _ context: Context, into doors: inout [OpenDoor]
    ) {
        let names = [("start_ip_address", "end_ip_address"), ("start_ip", "end_ip"), ("start_address", "end_address")]
        let named = names.first { members[$0.0] != nil && members[$0.1] != nil }
        guard !context.isRefused, let named, let first = members[named.0]?.stringValue,
            let last = members[named.1]?.stringValue
        else { return }
        let path = AttributeDiff.join(path, named.1)
        if AddressRange.isVast(first, last) {
            doors.append(OpenDoor(path: path, source: last, ports: context.ports, unnamed: .critical))
        } else if first == "0.0.0.0", last == "0.0.0.0" {
            // Azure's way of saying that its own addresses may come in.
            doors.append(
                OpenDoor(
                    path: path, source: last, ports: context.ports, who: "everything in Azure, other customers' too,",
                    unnamed: .medium))
        }
    }

    private static func isEverybody(_ text: String, _ path: String) -> Bool {
        if AddressRange.isVast(text) { return true }
        guard isForAddresses(Candidate.lastName(of: path)) else { return false }
        return ["*", "internet", "any", "all", "0.0.0.0", "<nw>/0", "0.0.0.0-255.255.255.255"].contains(
            text.lowercased())
    }

    /// Whether an attribute says by its name which addresses may come in, such as `source_address_prefixes`: a port, a
    /// header or a host may be any without letting anybody in.
    private static func isForAddresses(_ name: String) -> Bool {
        let words = Words.split(name)
        guard let last = words.last, addressWords.contains(last) else { return false }
        return !permissionWords.isDisjoint(with: words) && otherWords.isDisjoint(with: words)
    }

    private static let addressWords: Set<String> = [
        "source", "sources", "src", "prefix", "prefixes", "address", "addresses", "addr", "ip", "ips", "cidr", "cidrs",
        "range", "ranges", "network", "networks", "subnets", "srcaddr",
    ]
    private static let permissionWords: Set<String> = [
        "source", "sources", "src", "allow", "allowed", "allowlist", "whitelist", "authorized", "permitted", "srcaddr",
    ]
    private static let otherWords: Set<String> = [
        "port", "ports", "header", "headers", "host", "hosts", "method", "methods", "origin", "origins", "region",
        "regions", "protocol", "protocols", "mac", "destination", "dest", "dst",
    ]

    static func isOutward(_ name: String) -> Bool {
        ["egress", "outbound", "destination", "dest", "route", "next_hop", "local_", "remote_network", "range_to"]
            .contains {
                name.contains($0)
            }
    }

    private static func context(of members: JSONObject, within outer: Context) -> Context {
        var context = outer
        func word(_ name: String) -> String? { members[name]?.stringValue?.lowercased() }
        for name in ["access", "action", "rule_action", "effect", "policy"] {
            if let word = word(name), LostRefusal.refuses(word) { context.isRefused = true }
        }
        for name in ["type", "direction", "traffic_direction"] {
            if let word = word(name), ["egress", "outbound", "out"].contains(word) { context.isOutward = true }
        }
        if members["egress"] == .bool(true) || members["disabled"] == .bool(true) { context.isOutward = true }
        if let deny = members["deny"]?.arrayValue, !deny.isEmpty { context.isRefused = true }
        let ports = PortRange.ranges(of: members)
        if !ports.isEmpty { context.ports = ports }
        return context
    }
}
