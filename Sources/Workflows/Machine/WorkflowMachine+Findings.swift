import JSON
import Model

extension WorkflowMachine {
    /// A finding, or why there is none.
    enum FindingResult {
        case finding(FindingDraft)
        case absent(String)
    }

    /// Fills a finding in.
    ///
    /// A citation of what is not there means that there is nothing to be found.
    func draft(_ template: FindingTemplate, _ scope: ExpressionScope) throws(ExpressionFailure) -> FindingResult {
        var citations: [CitationDraft] = []
        for citation in template.citations {
            switch try self.citation(citation, scope) {
            case .citation(let draft): citations.append(draft)
            case .absent(let reason): return .absent(reason)
            }
        }
        let statement = try template.statement.resolve(scope).stringValue ?? ""
        let word = try template.severity.resolve(scope).stringValue ?? ""
        guard let severity = Severity(rawValue: word) else {
            throw ExpressionFailure(
                message: "`severity` is \(word.shownAsName)",
                hint: "it is one of \(Severity.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        var confidence = FindingTemplate.standardConfidence
        if let template = template.confidence {
            let value = try template.resolve(scope)
            guard let number = value.doubleValue, (0...1).contains(number) else {
                throw ExpressionFailure(
                    message: "`confidence` is \(value.description)", hint: "it is a number from 0 to 1")
            }
            confidence = number
        }
        return .finding(
            FindingDraft(statement: statement, severity: severity, confidence: confidence, citations: citations))
    }

    private enum CitationResult {
        case citation(CitationDraft)
        case absent(String)
    }

    private func citation(
        _ template: CitationTemplate, _ scope: ExpressionScope
    ) throws(ExpressionFailure) -> CitationResult {
        var output: JSONValue?
        let name: String
        switch template.subject {
        case .step(let id):
            guard let view = scope.steps[id], let evidence = view["evidence"]?.stringValue else {
                return .absent("`\(id)`, which it cites, has no evidence")
            }
            name = evidence
            output = view["output"]
        case .evidence(let template):
            guard let text = try optional(template, scope)?.stringValue, !text.isEmpty else {
                return .absent("the evidence that it cites is absent")
            }
            name = text
        }
        guard let evidence = EvidenceID(name) else {
            throw ExpressionFailure(message: "\(name.shownAsName) is not an evidence identifier")
        }
        let given = try template.quote.map { (quote) throws(ExpressionFailure) in
            try optional(quote, scope)?.stringValue
        }
        if let given, given == nil { return .absent("the quote that it cites is absent") }
        return try place(template, evidence, output, quote: given ?? nil, scope)
    }

    private func place(
        _ template: CitationTemplate, _ evidence: EvidenceID, _ output: JSONValue?, quote: String?,
        _ scope: ExpressionScope
    ) throws(ExpressionFailure) -> CitationResult {
        switch template.place {
        case .lines(let first, let last):
            guard let first = try optional(first, scope)?.intValue, let last = try optional(last, scope)?.intValue,
                first >= 1, first <= last
            else { return .absent("the lines that it cites are absent") }
            return .citation(CitationDraft(evidence: evidence, place: .lines(first...last), quote: quote))
        case .pointer(let pointer):
            guard let text = try optional(pointer, scope)?.stringValue else {
                return .absent("the place that it cites is absent")
            }
            guard let parsed = try? JSONPointer(text) else {
                throw ExpressionFailure(
                    message: "\(text.shownAsName) is not a JSON Pointer", hint: "write it as in /points/0/time")
            }
            guard let output else {
                return .citation(CitationDraft(evidence: evidence, place: .pointer(text), quote: quote))
            }
            guard let value = output[parsed], !value.isNull else {
                return .absent("nothing stands at \(text), which it cites")
            }
            guard let words = quote ?? Self.words(value) else {
                throw ExpressionFailure(
                    message: "at \(text) stands a \(value.typeName), which cannot be quoted",
                    hint: "let the pointer lead to a text or a number")
            }
            return .citation(CitationDraft(evidence: evidence, place: .pointer(text), quote: words))
        }
    }

    /// The value of a template; nil where an expression within it gave null.
    private func optional(_ template: Template, _ scope: ExpressionScope) throws(ExpressionFailure) -> JSONValue? {
        for expression in template.expressions where try expression.evaluate(scope).isNull { return nil }
        let value = try template.resolve(scope)
        return value.isNull ? nil : value
    }

    private static func words(_ value: JSONValue) -> String? {
        switch value {
        case .string(let text): text
        case .number(let number): number.canonicalText
        default: nil
        }
    }
}
