/// Which objects of a configuration refer to which, outputs of modules included.
struct ReferenceGraph: Sendable {
    private static let maximumEdges = 200_000

    /// What refers to a node: an object or output with its module's path before it.
    private var dependents: [String: Set<String>] = [:]
    private var edges = 0

    mutating func add(_ name: String, to references: [String], in module: String) {
        let source = Self.node(name, in: module)
        for reference in references {
            guard edges < Self.maximumEdges, let target = Self.target(of: reference, in: module), target != source
            else {
                continue
            }
            if dependents[target, default: []].insert(source).inserted { edges += 1 }
        }
    }

    /// The objects that refer to one, directly or by outputs of modules, in order.
    func dependents(of address: String) -> [String] {
        let start = Self.configured(address)
        var found: Set<String> = []
        var waiting = [start]
        var seen: Set<String> = [start]
        while let node = waiting.popLast() {
            for dependent in dependents[node] ?? [] where seen.insert(dependent).inserted {
                if Self.isOutput(dependent) { waiting.append(dependent) } else { found.insert(dependent) }
            }
        }
        return found.sorted()
    }

    private static func isOutput(_ node: String) -> Bool {
        node.hasPrefix("output.") || node.contains(".output.")
    }

    private static func node(_ name: String, in module: String) -> String {
        module.isEmpty ? name : "\(module).\(name)"
    }

    /// The node that a reference leads to: `aws_vpc.main` of `aws_vpc.main.id`; nil for variables and the like.
    private static func target(of reference: String, in module: String) -> String? {
        let parts = configured(reference).split(separator: ".")
        guard parts.count >= 2 else { return nil }
        switch parts[0] {
        case "var", "local", "each", "count", "path", "terraform", "self": return nil
        case "module":
            return parts.count >= 3 ? node("module.\(parts[1]).output.\(parts[2])", in: module) : nil
        case "data": return parts.count >= 3 ? node("data.\(parts[1]).\(parts[2])", in: module) : nil
        default: return node("\(parts[0]).\(parts[1])", in: module)
        }
    }

    /// An address as the configuration has it: without the keys of instances.
    static func configured(_ address: String) -> String {
        var result = ""
        var depth = 0
        var isQuoted = false
        var isEscaped = false
        for character in address {
            if isQuoted {
                if isEscaped {
                    isEscaped = false
                } else if character == "\\" {
                    isEscaped = true
                } else if character == "\"" {
                    isQuoted = false
                }
                continue
            }
            switch character {
            case "[": depth += 1
            case "]": depth = max(0, depth - 1)
            case "\"" where depth > 0: isQuoted = true
            default: if depth == 0 { result.append(character) }
            }
        }
        return result
    }
}
