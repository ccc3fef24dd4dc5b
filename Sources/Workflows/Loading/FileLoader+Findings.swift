import CEL
import JSON
import Model

extension FileLoader {
    mutating func finding(_ node: YAMLNode, _ scope: CheckScope) -> FindingTemplate? {
        guard let fields = fields(node, Format.finding) else { return nil }
        let statement = fields["statement"].map { textTemplate($0, scope) }
        let severity = fields["severity"].map { self.severity($0, scope) }
        let confidence = fields["confidence"].map { self.confidence($0, scope) }
        let nodes = elements(fields, "citations")
        if nodes?.isEmpty == true {
            problems.add(
                .missing, fields.keyRange("citations"), "a finding of a workflow cites at least one place",
                hint: "write {step: ID, pointer: /path/in/output}")
        }
        let citations = (nodes ?? []).compactMap { citation($0, scope) }
        guard let statement, let severity else { return nil }
        return FindingTemplate(statement: statement, severity: severity, confidence: confidence, citations: citations)
    }

    /// A value that becomes a text.
    mutating func textTemplate(_ node: YAMLNode, _ scope: CheckScope) -> Template {
        guard let scalar = node.scalar else {
            mismatch(node, "a text")
            return .constant("")
        }
        guard scalar.text.contains("${{") else { return .constant(.string(text(node) ?? "")) }
        let (template, type) = scalarTemplate(scalar, node.range, scope)
        if let type, !SchemaTypes.fits(type, ["type": ["string", "number", "boolean"]]) {
            problems.add(.expression, node.range, "a text is expected here, and this is \(type)")
        }
        // A text even where the expression gives a number.
        if case .expression(let expression) = template { return .text([.expression(expression)]) }
        return template
    }

    private mutating func severity(_ node: YAMLNode, _ scope: CheckScope) -> Template {
        if node.scalar?.text.contains("${{") == true { return textTemplate(node, scope) }
        let words = Severity.allCases.map(\.rawValue)
        return .constant(.string(word(node, of: words, named: "`severity`") ?? ""))
    }

    private mutating func confidence(_ node: YAMLNode, _ scope: CheckScope) -> Template {
        if let scalar = node.scalar, scalar.text.contains("${{") {
            let (template, type) = scalarTemplate(scalar, node.range, scope)
            if let type, !SchemaTypes.fits(type, ["type": "number"]) {
                problems.add(.expression, node.range, "`confidence` takes a number, and this is \(type)")
            }
            return template
        }
        guard let scalar = node.scalar, let value = json(scalar, node.range).doubleValue, (0...1).contains(value) else {
            mismatch(node, "a number from 0 to 1")
            return .constant(.null)
        }
        return .constant(json(scalar, node.range))
    }

    private mutating func citation(_ node: YAMLNode, _ scope: CheckScope) -> CitationTemplate? {
        guard let fields = fields(node, Format.citation) else { return nil }
        guard let subject = subject(fields, scope), let place = self.place(fields, scope) else { return nil }
        return CitationTemplate(
            subject: subject, place: place, quote: fields["quote"].map { textTemplate($0, scope) })
    }

    private mutating func subject(_ fields: Fields, _ scope: CheckScope) -> CitationTemplate.Subject? {
        guard fields.contains("step") != fields.contains("evidence") else {
            problems.add(
                .missing, fields.range, "a citation names either a `step` or an `evidence`",
                hint: "write {step: ID, pointer: /path/in/output}")
            return nil
        }
        if let node = fields["evidence"] { return .evidence(textTemplate(node, scope)) }
        guard let node = fields["step"], let name = text(fields, "step") else { return nil }
        guard let place = places[name] else {
            problems.add(
                .unknownName, node.range, "there is no step \(name.shownAsName)",
                hint: Suggestions.hint(for: name, among: Array(places.keys), listedAs: "the steps are"))
            return nil
        }
        guard let owner = scope.owner, graph.reaches(owner, place) else {
            problems.add(
                .expression, node.range, "`\(scope.owner.map { drafts[$0].id } ?? "")` does not need `\(name)`",
                hint: "add `\(name)` to its `needs`")
            return nil
        }
        if drafts[place].isFanOut {
            problems.add(
                .invalidValue, node.range, "`\(name)` is a fan-out and has no evidence of its own",
                hint: "cite an item: evidence: '${{ steps.\(name).items[0].evidence }}'")
            return nil
        }
        return .step(name)
    }

    private mutating func place(_ fields: Fields, _ scope: CheckScope) -> CitationTemplate.Place? {
        guard fields.contains("pointer") != fields.contains("lines") else {
            problems.add(
                .missing, fields.range, "a citation has either a `pointer` or `lines`",
                hint: "a pointer names a place in the output, as in /points/0/time")
            return nil
        }
        if let node = fields["pointer"] { return pointer(node, scope) }
        guard let nodes = elements(fields, "lines"), nodes.count == 2 else {
            problems.add(
                .invalidValue, fields.keyRange("lines"), "`lines` are the first and the last, from 1",
                hint: "write [3, 5]")
            return nil
        }
        return .lines(first: template(nodes[0], scope), last: template(nodes[1], scope))
    }

    private mutating func pointer(_ node: YAMLNode, _ scope: CheckScope) -> CitationTemplate.Place? {
        let template = textTemplate(node, scope)
        if let text = template.constant?.stringValue {
            do {
                _ = try JSONPointer(text)
            } catch {
                problems.add(.invalidValue, node.range, error.reason, hint: error.hint)
                return nil
            }
        }
        return .pointer(template)
    }
}
