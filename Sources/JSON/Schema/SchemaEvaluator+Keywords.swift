extension SchemaEvaluator {
    mutating func apply(_ keyword: SchemaKeyword, of node: SchemaNode, to value: JSONValue, _ seen: inout Seen) -> Bool
    {
        switch keyword {
        case .ref(let target): return apply(target, to: value, &seen)
        case .dynamicRef(let target, let anchor): return apply(dynamicTarget(target, anchor), to: value, &seen)
        case .allOf(let list): return allOf(list, value, &seen)
        case .anyOf(let list): return anyOf(list, node, value, &seen)
        case .oneOf(let list): return oneOf(list, node, value, &seen)
        case .not(let schema): return not(schema, node, value)
        case .condition(let condition, let then, let otherwise):
            let branch = attempt(condition, value, &seen).holds ? then : otherwise
            return branch.map { apply($0, to: value, &seen) } ?? true
        default: break
        }
        switch value {
        case .array(let elements): return apply(keyword, of: node, toArray: elements, value, &seen)
        case .object(let members): return apply(keyword, of: node, toObject: members, value, &seen)
        default: return check(keyword, of: node, value)
        }
    }

    private mutating func allOf(_ list: [Int], _ value: JSONValue, _ seen: inout Seen) -> Bool {
        var holds = true
        for schema in list where !apply(schema, to: value, &seen) { holds = false }
        return holds
    }

    private mutating func anyOf(_ list: [Int], _ node: SchemaNode, _ value: JSONValue, _ seen: inout Seen) -> Bool {
        var holds = false
        var failures: [[JSONSchema.Violation]] = []
        for schema in list {
            let (fits, found) = attempt(schema, value, &seen)
            guard fits else {
                failures.append(found)
                continue
            }
            holds = true
            // Without annotations the first that fits decides.
            if !program.needsAnnotations { return true }
        }
        if !holds { report("anyOf", node, Self.none(of: failures)) }
        return holds
    }

    private mutating func oneOf(_ list: [Int], _ node: SchemaNode, _ value: JSONValue, _ seen: inout Seen) -> Bool {
        var fitting: [Int] = []
        var failures: [[JSONSchema.Violation]] = []
        var own = Seen()
        for (index, schema) in list.enumerated() {
            let (fits, found) = attempt(schema, value, &own)
            if fits { fitting.append(index) } else { failures.append(found) }
        }
        guard fitting.count == 1 else {
            let which = fitting.map { String($0 + 1) }.joined(separator: " and ")
            report(
                "oneOf", node,
                fitting.isEmpty
                    ? Self.none(of: failures) : "fits alternatives \(which) of \(list.count), but exactly one must fit")
            return false
        }
        seen.merge(own)
        return true
    }

    private mutating func not(_ schema: Int, _ node: SchemaNode, _ value: JSONValue) -> Bool {
        var ignored = Seen()
        guard attempt(schema, value, &ignored).holds else { return true }
        report("not", node, "\(Self.show(value)) is excluded by the schema")
        return false
    }

    /// What to say when no alternative fits: the complaint of the one that came furthest.
    private static func none(of failures: [[JSONSchema.Violation]]) -> String {
        let nearest = failures.enumerated().compactMap { index, found in found.first.map { (index, found, $0) } }
            .max { rank($0.1) < rank($1.1) }
        guard let (index, _, first) = nearest else { return "none of the alternatives fits" }
        return "none of the \(failures.count) alternatives fits; nearest is number \(index + 1): \(first)"
    }

    /// Deep and few complaints rank high; a wrong type at the top ranks lowest.
    private static func rank(_ found: [JSONSchema.Violation]) -> Int {
        let deepest = found.map(\.instance.tokens.count).max() ?? 0
        let isTypeOnly = found.contains { $0.keyword == "type" && $0.instance.tokens.count < deepest + 1 }
        return deepest * 100 - found.count - (isTypeOnly ? 1000 : 0)
    }

    /// A value for a message, shortened.
    static func show(_ value: JSONValue) -> String {
        switch value {
        case .array(let elements): return "the array of \(elements.count)"
        case .object(let members): return "the object of \(members.count)"
        default:
            let text = value.serialized()
            return text.count > 60 ? text.prefix(57) + "…" : text
        }
    }
}
