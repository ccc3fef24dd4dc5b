internal import JSON

/// A statement of an access policy, in the form of Amazon's documents and of blocks that are like them.
struct PolicyStatement: Hashable {
    let path: String
    let actions: [String]
    let resources: [String]
    let principals: [String]
    let isConditional: Bool
    /// Whether everything is allowed but what is named.
    let isInverse: Bool

    /// What a change newly allows to everybody, or newly allows without a limit.
    static func risks(of subject: RiskSubject) -> [Risk] {
        guard !subject.head.type.hasPrefix("kubernetes_") else { return [] }
        let former = Set(statements(in: subject.change.values?.before ?? .null).map(\.meaning))
        let added = statements(in: subject.change.values?.after ?? .null).filter { !former.contains($0.meaning) }
        return added.compactMap { $0.risk(subject) }
    }

    /// What two statements have in common that allow the same.
    private var meaning: [String] {
        actions.sorted() + ["/"] + resources.sorted() + ["/"] + principals.sorted() + ["\(isConditional) \(isInverse)"]
    }

    private func risk(_ subject: RiskSubject) -> Risk? {
        func found(_ name: String, _ grade: Risk.Grade, _ value: String, _ reason: String) -> Risk {
            let before = subject.change.attributes.first { $0.path == path }?.before
            return RiskJudge.risk(
                name, .exposure, grade, subject, subject.attribute(path, before, .string(value)), reason)
        }
        let isEverybody = principals.contains { $0 == "*" || $0.hasSuffix(":*") && $0.hasPrefix("arn:aws:iam::*") }
        if isEverybody, !isConditional {
            let writes = actions.contains { action in
                action == "*" || action.hasSuffix(":*")
                    || ["put", "delete", "write", "create", "update", "assume", "invoke"].contains {
                        action.lowercased().contains($0)
                    }
            }
            return found(
                "policy-for-everybody", writes ? .critical : .high, "Principal *",
                "everybody is allowed \(Self.list(actions))")
        }
        // A policy of a resource names who; what it allows reaches no further than the resource.
        guard principals.isEmpty else { return nil }
        let isEverything = resources.contains { $0 == "*" || $0 == "/" }
        if isInverse, isEverything {
            return found("policy-inverse", .high, "NotAction", "everything is allowed but \(Self.list(actions))")
        }
        guard isEverything else { return nil }
        if actions.contains("*") || actions.contains("*:*") {
            return found("policy-wildcard", .critical, "*", "every action on every resource is allowed")
        }
        guard let wide = actions.first(where: { $0.hasSuffix(":*") }) else { return nil }
        let isMighty = ["iam:*", "sts:*", "kms:*", "organizations:*", "secretsmanager:*"].contains(wide.lowercased())
        return found(
            "policy-wildcard", isMighty ? .critical : .high, wide,
            "every action of \(wide.prefix { $0 != ":" }) on every resource is allowed")
    }

    private static func list(_ actions: [String]) -> String {
        AttributeChange.shortened(actions.prefix(4).joined(separator: ", "), limit: 120)
            + (actions.count > 4 ? " and \(actions.count - 4) more" : "")
    }

    static func statements(in value: JSONValue) -> [PolicyStatement] {
        var found: [PolicyStatement] = []
        walk(value, "", depth: 0, into: &found)
        return found
    }

    private static func walk(_ value: JSONValue, _ path: String, depth: Int, into found: inout [PolicyStatement]) {
        guard depth < 32, found.count < 500 else { return }
        switch value {
        case .object(let members):
            if let statement = PolicyStatement(members, path) { found.append(statement) }
            for (key, member) in members {
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

    /// Nil for an object that is no statement, and for one that denies.
    private init?(_ members: JSONObject, _ path: String) {
        func texts(_ names: String...) -> [String] { names.flatMap { Self.texts(members[$0]) } }
        let denied = texts("NotAction", "not_actions", "not_action")
        let actions = texts("Action", "actions", "action")
        let effect = (members["Effect"] ?? members["effect"])?.stringValue?.lowercased()
        let hasShape = members["Effect"] != nil || members["effect"] != nil || members["actions"] != nil
        guard hasShape, !(actions.isEmpty && denied.isEmpty), effect ?? "allow" == "allow" else { return nil }
        // Azure's custom roles have actions alone, which hold for the scope that they are assigned at.
        let resources = texts("Resource", "resources", "resource")
        let isRole = effect == nil && resources.isEmpty
        self.path = path
        self.actions = actions.isEmpty ? denied : actions
        self.resources = isRole ? ["*"] : resources
        principals = texts("Principal", "principal") + Self.identifiers(members["principals"])
        isConditional = Self.isFilled(members["Condition"]) || Self.isFilled(members["condition"])
        isInverse = actions.isEmpty
    }

    private static func isFilled(_ value: JSONValue?) -> Bool {
        switch value {
        case .object(let members)?: !members.isEmpty
        case .array(let elements)?: !elements.isEmpty
        default: false
        }
    }

    private static func texts(_ value: JSONValue?) -> [String] {
        switch value {
        case .string(let text)?: [text]
        case .array(let elements)?: elements.flatMap { texts($0) }
        // {"AWS": ["…"]}
        case .object(let members)?: members.values.flatMap { texts($0) }
        default: []
        }
    }

    private static func identifiers(_ value: JSONValue?) -> [String] {
        (value?.arrayValue ?? []).flatMap { texts($0["identifiers"]) }
    }
}
