extension Workflow {
    /// The texts of all workflows that this one uses, and that they use, by name; a run pins them beside its own text.
    package var children: [String: String] {
        var texts: [String: String] = [:]
        for step in steps {
            guard case .workflow(let child) = step.action else { continue }
            texts[child.workflow.name] = child.workflow.text
            texts.merge(child.workflow.children) { first, _ in first }
        }
        return texts
    }
}
