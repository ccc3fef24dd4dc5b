package import Model

extension Workflow {
    /// Whether anything in a run can read what a step of it gave; for an unknown step it is assumed.
    ///
    /// Where nothing does, a run that is resumed need not fetch it.
    package func isRead(_ reference: StepReference) -> Bool { isRead(reference.path[...]) }

    private func isRead(_ path: Substring) -> Bool {
        // A run that is resumed asks this of each of its steps: bytes are looked through much quicker than characters.
        let slash = path.utf8.firstIndex(of: UInt8(ascii: "/"))
        let name = path[..<(slash ?? path.endIndex)]
        // The element of a fan-out stands behind the step that runs a workflow for each.
        let id = name[..<(name.utf8.firstIndex(of: UInt8(ascii: "[")) ?? name.endIndex)]
        guard let place = place(of: String(id)) else { return true }
        guard let slash else { return hasReader[place] }
        guard case .workflow(let child) = steps[place].action else { return true }
        return child.workflow.isRead(path[path.utf8.index(after: slash)...])
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
