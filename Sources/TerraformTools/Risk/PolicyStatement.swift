internal import JSON

/// A statement of an access policy, in the form of Amazon's documents and of blocks that are like them.
struct PolicyStatement: Hashable {
    let path: String
    private(set) var actions: [String]
    let resources: [String]
    let principals: [String]
    /// What limits it, in canonical form; empty for nothing that does.
    let conditions: Set<String>
    /// Whether everything is allowed but what is named.
    let isInverse: Bool

    /// What a change newly allows to everybody, or newly allows without a limit.
    static func risks(of subject: RiskSubject) -> [Risk] {
        guard !subject.head.type.hasPrefix("kubernetes_") else { return [] }
        let former = statements(in: subject.change.values?.before ?? .null)
        let latter = statements(in: subject.change.values?.after ?? .null)
        return latter.compactMap { $0.added(to: former)?.risk(subject) }
    }

    /// What it allows that no former statement did; nil for nothing.
    private func added(to former: [PolicyStatement]) -> PolicyStatement? {
        let wider = former.filter { $0.reaches(self) }
        guard !isInverse else {
            let isKnown = wider.contains { $0.isInverse && Set($0.actions).isSubset(of: actions) }
            return isKnown ? nil : self
        }
        let added = actions.filter { action in
            !wider.contains { $0.allows(action) }
        }
        guard !added.isEmpty else { return nil }
        var result = self
        result.actions = added
        return result
    }

    /// Whether it holds for whomever and whatever another holds for.
    private func reaches(_ other: PolicyStatement) -> Bool {
        guard conditions.isSubset(of: other.conditions), principals.isEmpty == other.principals.isEmpty else {
            return false
        }
        let isForAll = principals.contains("*")
        guard isForAll || Set(other.principals).isSubset(of: principals) else { return false }
        return other.resources.allSatisfy { resource in resources.contains { RiskRule.matches($0, resource) } }
    }

    private func allows(_ action: String) -> Bool {
        let isNamed = actions.contains { RiskRule.matches($0.lowercased(), action.lowercased()) }
        return isInverse ? !isNamed && !action.contains("*") : isNamed
    }

    private func risk(_ subject: RiskSubject) -> Risk? {
        func found(_ name: String, _ grade: Risk.Grade, _ value: String, _ reason: String) -> Risk {
            let before = subject.change.attributes.first { $0.path == path }?.before
            return RiskJudge.risk(
                name, .exposure, grade, subject, subject.attribute(path, before, .string(value)), reason)
        }
        let isEverybody = principals.contains { $0 == "*" || $0.hasPrefix("arn:aws") && $0.contains(":iam::*:") }
        if isEverybody, conditions.isEmpty {
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
        let isEverything = resources.contains { Self.isEverything($0) }
        if isInverse, isEverything {
            return found("policy-inverse", .high, "NotAction", "everything is allowed but \(Self.list(actions))")
        }
        guard isEverything else { return nil }
        if actions.contains("*") || actions.contains("*:*") {
            return found("policy-wildcard", .critical, "*", "every action on every resource is allowed")
        }
        guard let wide = actions.first(where: { $0.hasSuffix(":*") }) else {
            guard let right = actions.first(where: { Self.givesRights($0) }) else { return nil }
            return found(
                "policy-gives-rights", .high, right,
                "it may give itself or others any right there is, by \(AttributeChange.shortened(right, limit: 60))")
        }
        let isMighty = ["iam:*", "sts:*", "kms:*", "organizations:*", "secretsmanager:*"].contains(wide.lowercased())
        return found(
            "policy-wildcard", isMighty ? .critical : .high, wide,
            "every action of \(wide.prefix { $0 != ":" }) on every resource is allowed")
    }

    /// Whether a resource is a pattern for all there are: `*`, or a name of Amazon's whose last part is open, as
    /// `arn:aws:s3:::*` and `arn:aws:dynamodb:*:*:table/*`.
    private static func isEverything(_ resource: String) -> Bool {
        if ["*", "/", "*:*"].contains(resource) { return true }
        let parts = resource.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
        guard parts.count == 6, parts[0] == "arn" || parts[0] == "*" else { return false }
        // The name of a kind of resource may stand before what is open.
        let names = parts[5].split(whereSeparator: { $0 == "/" || $0 == ":" })
        guard let last = names.last, last == "*" else { return false }
        let isKind = names.count == 2 && names[0].allSatisfy { $0.isLetter || $0 == "-" } && parts[2] != "s3"
        return names.allSatisfy { $0 == "*" } || isKind
    }

    /// Whether an action, which may be a pattern, lets whoever has it on everything get every other right.
    private static func givesRights(_ action: String) -> Bool {
        let pattern = action.lowercased()
        return rightsGivers.contains { RiskRule.matches(pattern, $0) }
    }

    private static let rightsGivers = [
        "iam:passrole", "iam:createaccesskey", "iam:createloginprofile", "iam:updateloginprofile",
        "iam:createpolicyversion", "iam:setdefaultpolicyversion", "iam:attachrolepolicy", "iam:attachuserpolicy",
        "iam:attachgrouppolicy", "iam:putrolepolicy", "iam:putuserpolicy", "iam:putgrouppolicy",
        "iam:addusertogroup", "iam:updateassumerolepolicy",
    ]

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
        var resources = texts("Resource", "resources", "resource")
        // What is named as not meant leaves all the rest.
        if !texts("NotResource", "not_resources", "not_resource").isEmpty { resources.append("*") }
        let isRole = effect == nil && resources.isEmpty
        self.path = path
        self.actions = actions.isEmpty ? denied : actions
        self.resources = isRole ? ["*"] : resources
        let isForOthers =
            !texts("NotPrincipal", "not_principal").isEmpty || !Self.identifiers(members["not_principals"]).isEmpty
        principals =
            texts("Principal", "principal") + Self.identifiers(members["principals"]) + (isForOthers ? ["*"] : [])
        conditions = Self.conditions(in: members["Condition"] ?? members["condition"] ?? .null)
        isInverse = actions.isEmpty
    }

    /// What limits a statement: `{"IpAddress": {"aws:SourceIp": "…"}}`, or blocks of a test, a variable and its values.
    private static func conditions(in value: JSONValue) -> Set<String> {
        var found: Set<String> = []
        func add(_ test: String, _ variable: String, _ values: [String]) {
            // A range of every address and a pattern for everything limit nothing.
            let isAll = values.contains { $0 == "0.0.0.0/0" || $0 == "::/0" || $0 == "*" }
            guard !isAll || test.lowercased().contains("not") else { return }
            found.insert("\(test) \(variable) \(values.sorted().joined(separator: " "))")
        }
        for (test, clause) in value.objectValue ?? [:] {
            for (variable, values) in clause.objectValue ?? [:] { add(test, variable, scalars(values)) }
        }
        for block in value.arrayValue ?? [] where block.objectValue != nil {
            let test = block["test"]?.stringValue ?? ""
            add(test, block["variable"]?.stringValue ?? block.serialized(), scalars(block["values"]))
        }
        return found
    }

    private static func scalars(_ value: JSONValue?) -> [String] {
        switch value {
        case .array(let elements)?: elements.flatMap { scalars($0) }
        case .string(let text)?: [text]
        case .some(let value): [value.serialized()]
        case nil: []
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
