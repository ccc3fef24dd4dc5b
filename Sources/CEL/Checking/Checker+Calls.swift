extension Checker {
    /// The result of the overloads that take these types; nil when none does, `dyn` when several do that differ.
    mutating func resolve(_ signatures: [Signature], _ arguments: [CELType]) -> CELType? {
        var result: CELType?
        for signature in signatures where signature.parameters.count == arguments.count {
            var names: [String: CELType] = [:]
            let parameters = signature.parameters.map { unifier.instantiate($0, &names) }
            let produced = unifier.instantiate(signature.result, &names)
            guard unifier.fits(arguments, parameters) else { continue }
            let type = unifier.substitute(produced)
            if let known = result, known != type { result = .dyn } else { result = type }
        }
        return result
    }

    mutating func memberCall(_ target: Node, _ name: Node.Name, _ arguments: [Node], _ node: Node) -> CELType {
        if let qualified = qualifiedFunction(target, name) {
            return call(qualified, nil, arguments, name, node)
        }
        return call(name.text, target, arguments, name, node)
    }

    /// The function that a call such as `math.abs(x)` names; nil when the part before the point is a value.
    private func qualifiedFunction(_ target: Node, _ name: Node.Name) -> String? {
        guard let path = target.path, let root = path.first, !isLocal(root) else { return nil }
        return environment.functionName((path + [name.text]).joined(separator: "."))
    }

    mutating func call(
        _ written: String, _ target: Node?, _ arguments: [Node], _ name: Node.Name, _ node: Node
    ) -> CELType {
        let types = (target.map { [$0] } ?? []).map { infer($0) } + arguments.map { infer($0) }
        if written == "matches", let pattern = arguments.last { checkPattern(pattern) }
        let known = target == nil ? environment.functionName(written) : written
        let signatures = known.map { environment.signatures(of: $0) } ?? []
        guard let known, !signatures.isEmpty else {
            reportUnknownFunction(written, target, arguments, name)
            return .dyn
        }
        if let result = variadicResult(known, types, isMember: target != nil) { return result }
        let styled = signatures.filter { $0.isMember == (target != nil) }
        if let result = resolve(styled, types) { return result }
        let shownTypes = types.map { shown($0) }
        let call =
            target == nil
            ? "\(known)(\(shownTypes.joined(separator: ", ")))"
            : "\(shownTypes[0]).\(known)(\(shownTypes.dropFirst().joined(separator: ", ")))"
        report(
            .noSuchOverload, "no such overload: \(call)", hint: usage(of: known, signatures, styled, types),
            at: node.range)
        return Self.commonResult(of: signatures)
    }

    /// A constant pattern is compiled here, so that a mistake in it shows before anything runs.
    private mutating func checkPattern(_ node: Node) {
        guard case .literal(.string(let pattern)) = node.kind else { return }
        do throws(CELError) { _ = try Pattern.compile(pattern) } catch {
            report(error.code, error.message, hint: error.hint, at: node.range)
        }
    }

    /// `math.greatest` and `math.least` take any number of numbers, or one list of them.
    private mutating func variadicResult(_ name: String, _ types: [CELType], isMember: Bool) -> CELType? {
        guard name == "math.greatest" || name == "math.least", !isMember, let first = types.first else { return nil }
        var elements = types
        if types.count == 1, case .list(let element) = first { elements = [unifier.substitute(element)] }
        for element in elements {
            guard element == .dyn || element.isNumeric || unifier.fits(element, .dyn) && isParameter(element) else {
                return nil
            }
        }
        return elements.dropFirst().reduce(elements[0]) { $0 == $1 ? $0 : .dyn }
    }

    private func isParameter(_ type: CELType) -> Bool {
        guard case .parameter = type else { return false }
        return true
    }

    private static func commonResult(of signatures: [Signature]) -> CELType {
        guard let first = signatures.first?.result, signatures.allSatisfy({ $0.result == first }) else { return .dyn }
        switch first {
        case .bool, .int, .uint, .double, .string, .bytes, .timestamp, .duration: return first
        default: return .dyn
        }
    }

    private mutating func reportUnknownFunction(
        _ written: String, _ target: Node?, _ arguments: [Node], _ name: Node.Name
    ) {
        let macros = [
            "all", "exists", "existsOne", "exists_one", "map", "filter", "transformList", "transformMap",
            "transformMapEntry", "optMap", "optFlatMap",
        ]
        guard target == nil || !macros.contains(written) else {
            report(
                .invalidMacro, "'\(written)' does not take \(arguments.count) arguments",
                hint: "write list.\(written)(x, …)", at: name.range)
            return
        }
        let names = Array(StandardLibrary.functions.keys) + environment.functions.keys + macros
        report(
            .unknownFunction, "unknown function '\(written)'", hint: Suggestion.hint(for: written, among: names),
            at: name.range)
    }

    /// How the function is called.
    private func usage(
        of name: String, _ signatures: [Signature], _ styled: [Signature], _ types: [CELType]
    ) -> String? {
        if let first = types.first, case .optional = first,
            !signatures.contains(where: { $0.parameters.first.map { unwrapsTo($0) } ?? false })
        {
            return "take the value out of the optional: .orValue(…)"
        }
        guard !styled.isEmpty else {
            return signatures.first?.isMember == true ? "write x.\(name)(…)" : "write \(name)(…)"
        }
        let forms = styled.prefix(4).map { signature in
            let parameters = signature.parameters.map(\.description)
            guard signature.isMember else { return "\(name)(\(parameters.joined(separator: ", ")))" }
            return "\(parameters.first ?? "").\(name)(\(parameters.dropFirst().joined(separator: ", ")))"
        }
        return "there is " + forms.joined(separator: ", ") + (styled.count > 4 ? ", …" : "")
    }

    private func unwrapsTo(_ type: CELType) -> Bool {
        switch type {
        case .optional, .dyn, .parameter: true
        default: false
        }
    }
}
