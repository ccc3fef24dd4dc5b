extension Checker {
    /// The type of a field of an operand.
    mutating func select(_ type: CELType, _ field: Node.Name, isOptional: Bool, from operand: Node) -> CELType {
        let type = unifier.substitute(type)
        if case .optional(let value) = type {
            let result = fieldType(unifier.substitute(value), field, from: operand)
            if case .optional = result { return result }
            return .optional(result)
        }
        let result = fieldType(type, field, from: operand)
        return isOptional ? .optional(result) : result
    }

    private mutating func fieldType(_ type: CELType, _ field: Node.Name, from operand: Node) -> CELType {
        switch type {
        case .dyn: return .dyn
        case .parameter:
            _ = unifier.fits(type, .dyn)
            return .dyn
        case .map(let key, let value):
            guard unifier.fits(.string, key) else {
                report(
                    .noSuchOverload, "\(source.text(operand.range)) is \(shown(type)) and has no text as key",
                    hint: "write an index: [key]", at: field.range)
                return .dyn
            }
            return value
        case .object(let object):
            if let type = object.fields[field.text] { return type }
            guard !object.isOpen else { return .dyn }
            report(
                .unknownField, "unknown field '\(field.text)' of \(source.text(operand.range))",
                hint: Suggestion.hint(for: field.text, among: object.fields.keys) ?? listedFields(of: object),
                at: field.range)
            return .dyn
        default:
            report(
                .noSuchOverload, "\(source.text(operand.range)) is \(shown(type)) and has no fields",
                hint: isListType(type) ? "write an index, or a macro such as .map(x, x.\(field.text))" : nil,
                at: field.range)
            return .dyn
        }
    }

    private func isListType(_ type: CELType) -> Bool {
        guard case .list = type else { return false }
        return true
    }

    private func listedFields(of object: CELObjectType) -> String? {
        guard !object.fields.isEmpty else { return "\(object.name) has no fields" }
        let names = object.fields.keys.sorted()
        let more = names.count > 12 ? ", …" : ""
        return "the fields are: \(names.prefix(12).joined(separator: ", "))\(more)"
    }

    mutating func index(_ operand: Node, _ index: Node, _ isOptional: Bool, _ node: Node) -> CELType {
        let operandType = infer(operand)
        let indexType = infer(index)
        var container = operandType
        var isOptional = isOptional
        if case .optional(let value) = operandType {
            container = unifier.substitute(value)
            isOptional = true
        }
        let result = element(of: container, indexType, operand, index, node)
        return isOptional ? .optional(result) : result
    }

    private mutating func element(
        of container: CELType, _ indexType: CELType, _ operand: Node, _ index: Node, _ node: Node
    ) -> CELType {
        switch container {
        case .dyn: return .dyn
        case .parameter:
            _ = unifier.fits(container, .dyn)
            return .dyn
        case .object(let object):
            if case .literal(.string(let name)) = index.kind {
                return fieldType(container, Node.Name(text: name, range: index.range), from: operand)
            }
            if unifier.fits(indexType, .string) { return object.valueType }
        case .list(let element):
            if unifier.fits(indexType, .int) || indexType.isNumeric { return element }
        case .map(let key, let value):
            let isNumericKey = indexType.isNumeric && unifier.substitute(key).isNumeric
            if isNumericKey || unifier.fits(indexType, key) { return value }
        default: break
        }
        report(
            .noSuchOverload, "no such overload: \(shown(container))[\(shown(indexType))]",
            hint: container == .string ? "write .charAt(i) for a character" : nil, at: node.range)
        return .dyn
    }

    mutating func optionalMap(_ operand: Node, _ name: Node.Name, _ body: Node, _ isFlat: Bool) -> CELType {
        let operandType = infer(operand)
        let value = unifier.freshParameter()
        let macro = isFlat ? "optFlatMap" : "optMap"
        if !unifier.fits(operandType, .optional(value)) {
            report(
                .noSuchOverload, "\(macro) needs an optional, found \(shown(operandType))",
                hint: "write .?field or optional.of(…)", at: operand.range)
        }
        let valueType = operandType == .dyn ? CELType.dyn : unifier.substitute(value)
        let result = within([(name.text, valueType)]) { $0.infer(body) }
        guard isFlat else { return .optional(result) }
        let flat = unifier.freshParameter()
        if !unifier.fits(result, .optional(flat)) {
            report(
                .noSuchOverload, "optFlatMap needs an optional as result, found \(shown(result))",
                hint: "write optMap, or optional.of(…)", at: body.range)
        }
        return result == .dyn ? .optional(.dyn) : result
    }

    mutating func comprehension(_ comprehension: Comprehension) -> CELType {
        let range = infer(comprehension.range)
        let (key, value, isList) = visited(range, by: comprehension)
        var names: [(name: String, type: CELType)] = []
        if let second = comprehension.second {
            names = [(comprehension.first.text, isList ? .int : key), (second.text, value)]
        } else {
            names = [(comprehension.first.text, isList ? value : key)]
        }
        return within(names) { checker in
            if let filter = comprehension.filter { checker.requireBool(filter, "the condition") }
            return checker.result(of: comprehension, element: names[0].type, key: names[0].type)
        }
    }

    /// The types of what a macro visits.
    private mutating func visited(
        _ range: CELType, by comprehension: Comprehension
    ) -> (key: CELType, value: CELType, isList: Bool) {
        switch range {
        case .list(let element): return (.int, element, true)
        case .map(let key, let value): return (key, value, false)
        case .object(let object): return (.string, object.valueType, false)
        case .dyn: return (.dyn, .dyn, false)
        case .parameter:
            _ = unifier.fits(range, .dyn)
            return (.dyn, .dyn, false)
        default:
            var hint: String?
            if case .optional = range { hint = "write .orValue([]) before .\(comprehension.kind.rawValue)" }
            report(
                .noSuchOverload,
                "\(comprehension.kind.rawValue) visits lists and maps, found \(shown(range))", hint: hint,
                at: comprehension.range.range)
            return (.dyn, .dyn, false)
        }
    }

    private mutating func result(of comprehension: Comprehension, element: CELType, key: CELType) -> CELType {
        let body = comprehension.body
        switch comprehension.kind {
        case .all, .exists, .existsOne:
            requireBool(body, "the condition of \(comprehension.kind.rawValue)")
            return .bool
        case .filter:
            requireBool(body, "the condition of filter")
            return .list(element)
        case .map, .transformList: return .list(infer(body))
        case .transformMap: return .map(key, infer(body))
        case .transformMapEntry:
            let type = infer(body)
            let (newKey, newValue) = (unifier.freshParameter(), unifier.freshParameter())
            guard unifier.fits(type, .map(newKey, newValue)) else {
                report(.noSuchOverload, "transformMapEntry needs a map, found \(shown(type))", at: body.range)
                return .map(.dyn, .dyn)
            }
            return type == .dyn ? .map(.dyn, .dyn) : .map(newKey, newValue)
        }
    }
}
