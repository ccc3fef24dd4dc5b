extension Workflow {
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
