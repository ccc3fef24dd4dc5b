extension Workflow {
    /// A step and all whose outcome can depend on it; nil for an unknown step.
    package func stepsDepending(on id: String) -> Set<String>? {
        guard let first = place(of: id) else { return nil }
        var found: Set<Int> = []
        var open = [first]
        while let index = open.popLast() {
            guard found.insert(index).inserted else { continue }
            open += dependents[index]
            if let handler = steps[index].handler { open.append(handler) }
            // What a handler gives stands in for the step whose failure it handles.
            if let handled = steps[index].handles { open += dependents[handled] }
        }
        return Set(found.map { steps[$0].id })
    }
}
