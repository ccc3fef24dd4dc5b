package import Model

extension Workflow {
    /// Whether anything in a run can read what a step of it gave; for an unknown step it is assumed.
    ///
    /// Where nothing does, a run that is resumed need not fetch it.
    package func isRead(_ reference: StepReference) -> Bool {
        var workflow = self
        var names = reference.path.split(separator: "/", omittingEmptySubsequences: false)[...]
        while let name = names.popFirst() {
            // The element of a fan-out stands behind the step that runs a workflow for each.
            guard let place = workflow.place(of: String(name.prefix { $0 != "[" })) else { return true }
            guard !names.isEmpty else { return workflow.hasReader[place] }
            guard case .workflow(let child) = workflow.steps[place].action else { return true }
            workflow = child.workflow
        }
        return true
    }

    /// For each step whether an expression of another, its own `until` or an output of the workflow reads it.
    static func readers(_ steps: [WorkflowStep], reads: [[Int]], outputs: [Int]) -> [Bool] {
        var isRead = steps.map { $0.until != nil }
        for place in reads.joined() + outputs { isRead[place] = true }
        // What a handler gives stands in for what the step that failed would have given.
        for (place, step) in steps.enumerated() {
            if let handled = step.handles, isRead[handled] { isRead[place] = true }
        }
        return isRead
    }
}
