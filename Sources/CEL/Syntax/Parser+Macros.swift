extension Parser {
    private static let comprehensions: [String: Comprehension.Kind] = [
        "all": .all, "exists": .exists, "existsOne": .existsOne, "exists_one": .existsOne, "map": .map,
        "filter": .filter, "transformList": .transformList, "transformMap": .transformMap,
        "transformMapEntry": .transformMapEntry,
    ]

    private func invalid(_ message: String, hint: String? = nil, at range: SourceRange) -> CELError {
        CELError(.invalidMacro, message, hint: hint, at: source.span(range))
    }

    mutating func hasMacro(_ name: Node.Name, _ arguments: [Node], from start: Int32) throws(CELError) -> Node {
        guard arguments.count == 1, case .select(let operand, let field, isOptional: false) = arguments[0].kind else {
            throw invalid(
                "has() takes the selection of a field", hint: "write has(a.b), or 'key' in a for a key of any form",
                at: arguments.first?.range ?? name.range)
        }
        return try node(.has(operand, field), from: start)
    }

    /// The macro that a call on a receiver stands for; nil when it is an ordinary call.
    mutating func memberMacro(
        _ target: Node, _ name: Node.Name, _ arguments: [Node], from start: Int32
    ) throws(CELError) -> Node? {
        if let kind = Self.comprehensions[name.text] {
            return try comprehension(kind, target, name, arguments, from: start)
        }
        switch name.text {
        case "bind" where arguments.count == 3:
            guard case .identifier("cel", _) = target.kind else { return nil }
            let variable = try variable(arguments[0], of: name)
            return try node(.bind(variable, arguments[1], arguments[2]), from: start)
        case "optMap" where arguments.count == 2, "optFlatMap" where arguments.count == 2:
            let variable = try variable(arguments[0], of: name)
            let isFlat = name.text == "optFlatMap"
            return try node(.optionalMap(target, variable, arguments[1], isFlat: isFlat), from: start)
        default: return nil
        }
    }

    private mutating func comprehension(
        _ kind: Comprehension.Kind, _ target: Node, _ name: Node.Name, _ arguments: [Node], from start: Int32
    ) throws(CELError) -> Node? {
        let variables: Int
        let hasFilter: Bool
        switch (kind, arguments.count) {
        case (.all, 2), (.exists, 2), (.existsOne, 2), (.map, 2), (.filter, 2): (variables, hasFilter) = (1, false)
        case (.map, 3): (variables, hasFilter) = (1, true)
        // The older spelling has one variable only.
        case (.existsOne, 3) where name.text == "exists_one": return nil
        case (.all, 3), (.exists, 3), (.existsOne, 3): (variables, hasFilter) = (2, false)
        case (.transformList, 3), (.transformMap, 3), (.transformMapEntry, 3): (variables, hasFilter) = (2, false)
        case (.transformList, 4), (.transformMap, 4), (.transformMapEntry, 4): (variables, hasFilter) = (2, true)
        default: return nil
        }
        let first = try variable(arguments[0], of: name)
        let second = variables == 2 ? try variable(arguments[1], of: name) : nil
        if let second, second.text == first.text {
            throw invalid("'\(name.text)' needs two different names", at: second.range)
        }
        let comprehension = Comprehension(
            kind: kind, range: target, first: first, second: second,
            filter: hasFilter ? arguments[variables] : nil, body: arguments[arguments.count - 1])
        return try node(.comprehension(comprehension), from: start)
    }

    private func variable(_ argument: Node, of macro: Node.Name) throws(CELError) -> Node.Name {
        guard case .identifier(let name, isAbsolute: false) = argument.kind else {
            throw invalid(
                "'\(macro.text)' needs a name for what it visits", hint: "write list.\(macro.text)(x, …)",
                at: argument.range)
        }
        return Node.Name(text: name, range: argument.range)
    }
}
