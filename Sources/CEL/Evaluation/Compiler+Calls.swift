import RE2

extension Compiler {
    mutating func memberCall(
        _ target: Node, _ name: Node.Name, _ arguments: [Node], _ node: Node
    ) -> any Code {
        if let path = target.path, let root = path.first, !locals.contains(where: { $0.name == root }) {
            let written = (path + [name.text]).joined(separator: ".")
            if environment.functionName(written) != nil { return call(written, nil, arguments, node) }
        }
        return call(name.text, target, arguments, node)
    }

    mutating func call(_ written: String, _ target: Node?, _ arguments: [Node], _ node: Node) -> any Code {
        let site = site(node.range)
        let name = target == nil ? environment.functionName(written) ?? written : written
        let codes = (target.map { [$0] } ?? []).map { compile($0) } + arguments.map { compile($0) }
        if target != nil, codes.count == 2, name == "or" || name == "orValue" {
            return OrElseCode(operand: codes[0], other: codes[1], unwraps: name == "orValue", site: site)
        }
        if name == "matches", codes.count == 2, let code = matches(codes, site) { return code }
        if let function = StandardLibrary.function(name, isMember: target != nil, arity: codes.count) {
            return CallCode(name: name, arguments: codes, implementation: function.implementation, site: site)
        }
        let declared = (environment.functions[name] ?? []).filter {
            $0.isMember == (target != nil) && $0.parameters.count == codes.count
        }
        guard declared.isEmpty else { return CustomCallCode(functions: declared, arguments: codes, site: site) }
        let isKnown = !environment.signatures(of: name).isEmpty
        guard isKnown else { return FailureCode(site.error(.unknownFunction, "unknown function '\(written)'")) }
        let count = codes.count - (target == nil ? 0 : 1)
        let form = target == nil ? "\(name)(…)" : "….\(name)(…)"
        return FailureCode(site.noOverload("\(form) with \(count) argument\(count == 1 ? "" : "s")"))
    }

    /// A match against a constant pattern, which is compiled here; nil when it is not constant or not a pattern.
    private func matches(_ codes: [any Code], _ site: Site) -> (any Code)? {
        guard let constant = codes[1] as? ConstantCode, case .string(let pattern) = constant.value,
            let expression = try? Pattern.compile(pattern)
        else { return nil }
        return MatchesCode(text: codes[0], pattern: expression, site: site)
    }
}
