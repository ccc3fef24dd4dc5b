import Model
import Policy
import Tooling
import YAML

/// `roles` and `principals`: what the bearers of tokens may use.
extension ConfigurationFile {
    /// Reads both, once sources and roots are known.
    func roleBook(
        _ roles: YAMLElement?, _ principals: YAMLElement?, of configuration: Configuration
    ) throws(CommandError) -> RoleBook {
        var definitions: [String: RoleBook.Definition] = [:]
        if let roles {
            for (name, node) in try members(of: roles, "roles") {
                definitions[name.text] = try role(name, node, of: configuration)
            }
        }
        var assignments: [String: RoleBook.Assignment] = [:]
        if let principals {
            let known = RoleBook(roles: definitions).names
            for (name, node) in try members(of: principals, "principals") {
                assignments[name.text] = try assignment(name, node, known)
            }
        }
        return RoleBook(roles: definitions, assignments: assignments)
    }

    private func role(
        _ name: Key, _ node: YAMLElement, of configuration: Configuration
    ) throws(CommandError) -> RoleBook.Definition {
        guard PrincipalName.isValid(name.text) else {
            throw fault(name.node, "`\(name.text)` cannot name a role", PrincipalName.hint)
        }
        var base = Role(rawValue: name.text)
        var definition = RoleBook.Definition(base: base ?? .viewer)
        var roots: [String]?
        for (key, value) in try members(of: node, "role \(name.text)") {
            switch key.text {
            case "as":
                guard Role(rawValue: name.text) == nil else {
                    throw fault(key.node, "`\(name.text)` is what it is; another role can be `as: \(name.text)`", nil)
                }
                let word = try text(value, "as")
                guard let role = Role(rawValue: word) else {
                    throw fault(value, "`\(word)` is none of the roles to build on", Self.baseHint)
                }
                base = role
                definition.base = role
            case "tools": definition.tools = try names(value, "tools", Wiring.contracts.map(\.name))
            case "sources": definition.sources = try names(value, "sources", configuration.sources.map(\.name))
            case "roots": roots = try self.roots(value, of: configuration)
            case "limits": definition.limits = try limits(value)
            default: throw unknown(key, ["as", "tools", "sources", "roots", "limits"])
            }
        }
        guard base != nil else { throw fault(name.node, "role `\(name.text)` has no `as`", Self.baseHint) }
        definition.roots = Self.readable(roots, by: definition, of: configuration)
        return definition
    }

    /// Who may read a log source that is a folder may read its files; whoever may not read every source, or is given
    /// roots, reads no other folder than these.
    private static func readable(
        _ roots: [String]?, by role: RoleBook.Definition, of configuration: Configuration
    ) -> [String]? {
        if roots == nil, role.sources.contains("*") { return nil }
        let own = configuration.sources.filter { role.sources.contains("*") || role.sources.contains($0.name) }
        return (roots ?? [])
            + Configuration(origin: .standard, sources: own).readableRoots.filter { !(roots ?? []).contains($0) }
    }

    private func roots(_ node: YAMLElement, of configuration: Configuration) throws(CommandError) -> [String] {
        let known = configuration.readableRoots
        var roots: [String] = []
        for (path, node) in try paths(node, "roots") {
            let root = PathText.absolute(path, relativeTo: folder)
            guard known.contains(where: { PathText.isBeneath(root, $0) }) else {
                throw fault(
                    node, "`\(path)` lies beneath none of the roots of this configuration",
                    known.isEmpty
                        ? "there are none; name it in `roots` too" : "they are \(known.joined(separator: ", "))")
            }
            roots.append(root)
        }
        return roots
    }

    private func assignment(_ name: Key, _ node: YAMLElement, _ known: [String]) throws(CommandError)
        -> RoleBook.Assignment
    {
        guard PrincipalName.isValid(name.text) else {
            throw fault(name.node, "`\(name.text)` cannot name a principal", PrincipalName.hint)
        }
        var roles: [String]?
        var assignment = RoleBook.Assignment(roles: [])
        for (key, value) in try members(of: node, "principal \(name.text)") {
            switch key.text {
            case "roles": roles = try names(value, "roles", known).sorted()
            case "groups": assignment.groups = try words(value, "groups").map(\.text)
            default: throw unknown(key, ["roles", "groups"])
            }
        }
        guard let roles, !roles.contains("*") else {
            throw fault(
                name.node, "principal `\(name.text)` has no `roles`", "the roles are \(known.joined(separator: ", "))")
        }
        assignment.roles = roles
        return assignment
    }

    private func limits(_ node: YAMLElement) throws(CommandError) -> PrincipalLimits {
        var limits = PrincipalLimits()
        for (key, value) in try members(of: node, "limits") {
            switch key.text {
            case "calls-per-minute": limits.callsPerMinute = try count(value)
            case "calls": limits.calls = try count(value)
            case "sessions": limits.sessions = try count(value)
            case "bytes": limits.bytes = try size(value)
            default: throw unknown(key, ["calls-per-minute", "calls", "sessions", "bytes"])
            }
        }
        return limits
    }

    /// Names that have to be known, or `*`.
    private func names(_ node: YAMLElement, _ what: String, _ known: [String]) throws(CommandError) -> Set<String> {
        var names: Set<String> = []
        for (text, node) in try words(node, what) {
            guard text == "*" || known.contains(text) else {
                throw fault(
                    node, "`\(text)` in `\(what)` is not known here",
                    known.isEmpty ? nil : "known are \(known.sorted().joined(separator: ", "))")
            }
            names.insert(text)
        }
        return names
    }

    private func words(_ node: YAMLElement, _ what: String) throws(CommandError) -> [(text: String, node: YAMLElement)]
    {
        guard let list = node.sequence else { throw fault(node, "`\(what)` has to be a list", "write [a, b]") }
        var words: [(text: String, node: YAMLElement)] = []
        for element in list { words.append((try text(element, what), element)) }
        return words
    }

    private static let baseHint = "write `as: viewer`, investigator, approver or operator"
}
