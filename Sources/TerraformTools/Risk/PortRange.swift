internal import JSON

/// The ports that a network rule is about, in the words of several providers.
struct PortRange: Hashable {
    let first: Int
    let last: Int
    let networkProtocol: String

    var text: String {
        if isAll { return "every port" }
        return "\(networkProtocol) \(first == last ? "\(first)" : "\(first)-\(last)")"
    }

    private static let highest = 65_535
    static let everything = PortRange(first: 0, last: highest, networkProtocol: "all")

    private var isAll: Bool { last - first >= 65_000 || networkProtocol == "all" }

    /// How bad it is when everybody may come in there.
    var grade: Risk.Grade {
        if isAll { return .critical }
        if Self.inner.contains(where: { first <= $0 && $0 <= last }) { return .critical }
        let isWeb = first == last && [80, 443, 8080, 8443].contains(first)
        return isWeb || networkProtocol == "icmp" || networkProtocol == "icmpv6" ? .medium : .high
    }

    /// Ports of administration and of what keeps data, which nobody opens to everybody on purpose.
    private static let inner = [
        21, 22, 23, 25, 135, 139, 445, 389, 636, 873, 1433, 1434, 1521, 2049, 2181, 2375, 2376, 2379, 2380, 3306, 3389,
        4333,
        5432, 5433, 5439, 5601, 5672, 5900, 5984, 5985, 5986, 6379, 6443, 7000, 7001, 8020, 8086, 8500, 9042, 9092,
        9160, 9200,
        9300, 10_250, 10_255, 11_211, 15_672, 27_017, 27_018, 28_017, 50_000,
    ]

    /// Whether whoever may come in here may come in at another range's ports too.
    func covers(_ other: PortRange) -> Bool {
        guard isAll || first <= other.first && other.last <= last else { return false }
        return networkProtocol == "all" || networkProtocol == other.networkProtocol
    }

    /// Protocols by their other names and numbers.
    private static let protocols = [
        "-1": "all", "any": "all", "*": "all", "6": "tcp", "17": "udp", "1": "icmp", "58": "icmpv6",
    ]

    /// The ranges that an object names; empty where it names none.
    static func ranges(of members: JSONObject) -> [PortRange] {
        let named = ["protocol", "ip_protocol", "network_protocol"].compactMap {
            members[$0]?.stringValue?.lowercased()
        }
        let name = named.first ?? ""
        let networkProtocol = protocols[name] ?? name
        var ranges: [PortRange] = []
        func add(_ first: Int, _ last: Int) {
            let lower = min(max(0, first), highest)
            ranges.append(
                PortRange(first: lower, last: min(max(lower, last), highest), networkProtocol: networkProtocol))
        }
        for (from, to) in [("from_port", "to_port"), ("port_range_min", "port_range_max"), ("start_port", "end_port")] {
            if let first = members[from]?.intValue, let last = members[to]?.intValue {
                // Minus one and zero to zero stand for every port where the protocol is any.
                add(first, first < 0 ? highest : last)
            }
        }
        for name in ["destination_port_range", "destination_port_ranges", "ports", "port", "port_range", "dst_port"] {
            for text in texts(members[name]) {
                guard let range = range(text) else { continue }
                add(range.0, range.1)
            }
        }
        // Google's rules list protocols with their ports within.
        for allowed in members["allow"]?.arrayValue ?? [] {
            guard let object = allowed.objectValue else { continue }
            let inner = self.ranges(of: object)
            let isOpen = ["all", "tcp", "udp"].contains(object["protocol"]?.stringValue?.lowercased() ?? "")
            if inner.isEmpty, isOpen {
                ranges.append(everything)
            }
            ranges += inner
        }
        if ranges.isEmpty, networkProtocol == "all" { add(0, highest) }
        return ranges
    }

    private static func texts(_ value: JSONValue?) -> [String] {
        switch value {
        case .string(let text)?: text.split(separator: ",").map { String($0.drop { $0 == " " }) }
        case .number(let number)?: [number.text]
        case .array(let elements)?: elements.flatMap { texts($0) }
        default: []
        }
    }

    private static func range(_ text: String) -> (Int, Int)? {
        if text == "*" || text.lowercased() == "any" { return (0, highest) }
        let parts = text.split(whereSeparator: { $0 == "-" || $0 == ":" }).compactMap { Int($0) }
        guard let first = parts.first, let last = parts.last, parts.count <= 2, first <= last else { return nil }
        return (first, last)
    }
}
