internal import JSON
internal import Model

/// A changed object of a plan, or a deploy, that could explain an incident.
struct Candidate: Hashable, Sendable {
    enum Origin: Hashable, Sendable {
        case plan(ResourceChange)
        case deploy(Deploy)
    }

    let origin: Origin
    let source: String
    /// When it was planned or rolled out; nil where nothing says.
    let time: Timestamp?
    /// Why it cannot have taken effect; nil where it can.
    let obstacle: String?
    /// Texts that tell what the object is about: names, hosts, roles, paths.
    let identities: Set<String>
    /// Whether it was done outside of Terraform, at some time before it was planned.
    let isDrift: Bool

    init(deploy: Deploy) {
        origin = .deploy(deploy)
        source = deploy.source
        time = deploy.time
        isDrift = false
        obstacle = nil
        identities = deploy.service.isEmpty ? [] : [deploy.service.lowercased()]
    }

    /// - Parameter isDrift: Whether it was done outside of Terraform; then it was done before the plan found it.
    init(change: ResourceChange, header: PlanHeader, source: String, isDrift: Bool = false) {
        origin = .plan(change)
        self.source = source
        self.isDrift = isDrift
        time = header.timestamp
        if isDrift {
            obstacle = nil
        } else if header.isErrored {
            obstacle = "planning failed, so this plan was never applied"
        } else if header.isApplyable == false {
            obstacle = "the plan cannot be applied"
        } else {
            obstacle = nil
        }
        var identities: Set<String> = []
        for (_, value) in Self.identityValues(of: change) { identities.insert(value.lowercased()) }
        self.identities = identities
    }

    /// Names and values that stand for the object, each with the word it is called by.
    static func identityValues(of change: ResourceChange) -> [(key: String, value: String)] {
        var values: [(String, String)] = []
        func add(_ key: String, _ text: String) {
            guard text.utf8.count >= 3, text.utf8.count <= 200, !text.utf8.allSatisfy(Words.isDigit) else { return }
            guard text != AttributeChange.sensitiveText, !trivial.contains(text.lowercased()) else { return }
            values.append((key, text))
        }
        for sibling in change.siblings {
            if case .string(let text) = sibling.value { add(lastName(of: sibling.path), text) }
        }
        for attribute in change.attributes where attribute.after == nil || attribute.before == nil {
            // What is created or deleted as a whole has its names among the changes.
            if case .string(let text)? = attribute.before ?? attribute.after { add(lastName(of: attribute.path), text) }
        }
        add(change.type, change.name)
        for text in quoted(change.address) { add("key", text) }
        return values
    }

    /// The last name of a path, without indices: `role` of `input.role`.
    static func lastName(of path: String) -> String {
        var rest = path[...]
        while !rest.isEmpty {
            let name: Substring
            if rest.hasSuffix("\"]"), let open = quote(in: rest) {
                // A name in quotes may hold anything, dots too.
                name = rest[open.upperBound...].dropLast(2)
                rest = rest[..<open.lowerBound]
            } else if rest.last == "]", let open = rest.lastIndex(of: "[") {
                name = ""
                rest = rest[..<open]
            } else {
                let dot = rest.lastIndex(of: ".")
                name = dot.map { rest[rest.index(after: $0)...] } ?? rest
                rest = dot.map { rest[..<$0] } ?? ""
            }
            if !name.isEmpty, !name.allSatisfy(\.isNumber) { return String(name) }
        }
        return path
    }

    /// Where the last name in quotes begins.
    private static func quote(in path: Substring) -> Range<Substring.Index>? {
        let body = path.dropLast(2)
        var found: Range<Substring.Index>?
        var start = body.startIndex
        while let range = body[start...].firstRange(of: "[\"") {
            found = range
            start = range.upperBound
        }
        return found
    }

    private static func quoted(_ address: String) -> [String] {
        address.split(separator: "\"", omittingEmptySubsequences: false).enumerated()
            .filter { $0.offset % 2 == 1 }.map { String($0.element) }
    }

    private static let trivial: Set<String> = [
        "true", "false", "null", "none", "default", "main", "this", "tcp", "udp", "http", "https", "any", "all", "auto",
        "enabled", "disabled", "standard", "yes", "name", "value", "error", "info", "latest", "public", "private",
        "example", "test", "prod", "production", "allow", "deny", "input", "output",
    ]
}
