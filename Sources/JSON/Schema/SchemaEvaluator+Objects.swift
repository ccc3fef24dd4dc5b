import RE2

extension SchemaEvaluator {
    mutating func apply(
        _ keyword: SchemaKeyword, of node: SchemaNode, toObject members: JSONObject, _ value: JSONValue,
        _ seen: inout Seen
    ) -> Bool {
        switch keyword {
        case .bound(let bound, let limit):
            guard bound == .minProperties || bound == .maxProperties else { return true }
            return check(bound, node, members.count, limit, "members")
        case .required(let names): return required(names, members, node)
        case .dependentRequired(let list): return dependent(list, members, node)
        case .dependentSchemas(let list):
            var holds = true
            for (name, schema) in list where members.contains(name) {
                if !apply(schema, to: value, &seen) { holds = false }
            }
            return holds
        case .propertyNames(let schema):
            var holds = true
            for (name, _) in members {
                if !apply(schema, to: .string(name), at: JSONCodingKey(stringValue: name)) { holds = false }
            }
            return holds
        case .members(let schemas): return apply(schemas, node, members, &seen)
        case .unevaluatedProperties(let schema): return unevaluated(schema, node, members, &seen)
        default: return check(keyword, of: node, value)
        }
    }

    private mutating func required(_ names: [String], _ members: JSONObject, _ node: SchemaNode) -> Bool {
        let missing = names.filter { !members.contains($0) }
        guard !missing.isEmpty else { return true }
        let list = missing.map { "\"\($0)\"" }.joined(separator: ", ")
        report(
            "required", node,
            missing.count > 1 ? "the required members \(list) are missing" : "the required member \(list) is missing")
        return false
    }

    private mutating func dependent(_ list: [(String, [String])], _ members: JSONObject, _ node: SchemaNode) -> Bool {
        var holds = true
        for (name, needed) in list where members.contains(name) {
            for other in needed where !members.contains(other) {
                report("dependentRequired", node, "\"\(name)\" needs the member \"\(other)\" beside it")
                holds = false
            }
        }
        return holds
    }

    private mutating func apply(
        _ schemas: SchemaMembers, _ node: SchemaNode, _ members: JSONObject, _ seen: inout Seen
    ) -> Bool {
        var holds = true
        for (name, value) in members {
            let key = JSONCodingKey(stringValue: name)
            var isKnown = false
            if let schema = schemas.named[name] {
                isKnown = true
                if !apply(schema, to: value, at: key) { holds = false }
            }
            for (expression, schema) in schemas.patterns where expression.matches(name) {
                isKnown = true
                if !apply(schema, to: value, at: key) { holds = false }
            }
            if !isKnown, let additional = schemas.additional {
                isKnown = true
                if !applyAdditional(additional, "additionalProperties", node, value, name, schemas.names) {
                    holds = false
                }
            }
            if isKnown, program.needsAnnotations { seen.members.insert(name) }
        }
        return holds
    }

    private mutating func unevaluated(
        _ schema: Int, _ node: SchemaNode, _ members: JSONObject, _ seen: inout Seen
    ) -> Bool {
        var holds = true
        for (name, value) in members where !seen.allMembers && !seen.members.contains(name) {
            if !applyAdditional(schema, "unevaluatedProperties", node, value, name, []) { holds = false }
        }
        seen.allMembers = true
        return holds
    }

    /// Applies the schema for other members; where it is `false`, the message says which names there are.
    private mutating func applyAdditional(
        _ schema: Int, _ keyword: String, _ node: SchemaNode, _ value: JSONValue, _ name: String, _ known: [String]
    ) -> Bool {
        let key = JSONCodingKey(stringValue: name)
        guard program.nodes[schema].constant == false else { return apply(schema, to: value, at: key) }
        path.append(key)
        let list = known.prefix(30).joined(separator: ", ")
        report(
            keyword, node,
            "the member \"\(name.prefix(80))\" is not known; "
                + (list.isEmpty ? "remove it" : "the members are: \(list)"))
        path.removeLast()
        return false
    }
}
