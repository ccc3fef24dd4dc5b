extension WorkflowStep {
    /// The expressions of the step, in no order that means something.
    package var expressions: [Expression] {
        var found = [condition, fanOut?.elements, until?.condition].compactMap { $0 }
        found += approval?.message.expressions ?? []
        switch action {
        case .call(let call): found += call.arguments.expressions
        case .workflow(let child): found += child.inputs.expressions
        case .approval(let approval): found += approval.message.expressions
        case .question(let question): found += question.message.expressions
        case .finding(let finding): found += finding.expressions
        }
        return found
    }

    /// Indices of the steps whose results the expressions and citations read.
    func reads(_ places: [String: Int]) -> [Int] {
        var names = Set(expressions.flatMap(\.steps))
        if case .finding(let finding) = action { names.formUnion(finding.citedSteps) }
        return names.compactMap { places[$0] }.sorted()
    }
}

extension FindingTemplate {
    /// The expressions of the finding and its citations.
    package var expressions: [Expression] {
        var found = statement.expressions + severity.expressions + (confidence?.expressions ?? [])
        for citation in citations {
            if case .evidence(let evidence) = citation.subject { found += evidence.expressions }
            switch citation.place {
            case .pointer(let pointer): found += pointer.expressions
            case .lines(let first, let last): found += first.expressions + last.expressions
            }
            found += citation.quote?.expressions ?? []
        }
        return found
    }

    /// The steps that citations name.
    var citedSteps: [String] {
        citations.compactMap { if case .step(let id) = $0.subject { id } else { nil } }
    }
}

extension [Expression] {
    /// The indices of the steps that they read, ascending.
    func reads(_ places: [String: Int]) -> [Int] {
        Set(flatMap(\.steps).compactMap { places[$0] }).sorted()
    }
}
