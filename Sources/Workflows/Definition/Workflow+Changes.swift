import JSON

extension Workflow {
    /// The first of some top-level steps that is missing or not the same in another text of the workflow, in the order
    /// of this one's file, and what differs; nil when all are alike.
    ///
    /// Steps are compared as they are written, whatever the style, and by the steps that they need: a step that now
    /// waits for another one is not the same.
    package func firstChange(in other: Workflow, among ids: Set<String>) -> (step: String, what: String)? {
        let (before, after) = (definitions, other.definitions)
        for step in steps where ids.contains(step.id) {
            guard let counterpart = other.step(step.id) else { return (step.id, "it is no longer there") }
            guard let old = before[step.id], let new = after[step.id] else {
                return (step.id, "its definition cannot be read")
            }
            let keys = Set(old.keys).union(new.keys).sorted()
            if let key = keys.first(where: { old[$0] != new[$0] }) { return (step.id, "its `\(key)` is not the same") }
            let needs = (needNames(of: step), other.needNames(of: counterpart))
            guard needs.0 == needs.1 else {
                let extra = needs.0.symmetricDifference(needs.1).sorted().joined(separator: "`, `")
                return (step.id, "it does not need the same steps (`\(extra)`)")
            }
        }
        return nil
    }

    private func needNames(of step: WorkflowStep) -> Set<String> { Set(step.needs.map { steps[$0].id }) }

    /// What the file says of each step, without `id` and `needs`.
    private var definitions: [String: JSONObject] {
        let (root, _) = YAMLReader.parse(SourceFile(name: name, text: text))
        guard case .mapping(let pairs)? = root?.kind,
            case .sequence(let nodes)? = pairs.first(where: { $0.key.text == "steps" })?.value.kind
        else { return [:] }
        var definitions: [String: JSONObject] = [:]
        for node in nodes {
            guard case .mapping(let pairs) = node.kind,
                let id = pairs.first(where: { $0.key.text == "id" })?.value.scalar?.text
            else { continue }
            let members = pairs.filter { !["id", "needs"].contains($0.key.text) }
            definitions[id] = JSONObject(
                members.map { ($0.key.text, $0.value.meaning) }, uniquingKeysWith: { $1 })
        }
        return definitions
    }
}

extension YAMLNode {
    /// What the node means, without places and styles.
    fileprivate var meaning: JSONValue {
        switch kind {
        case .scalar(let scalar): .string(scalar.resolved.description)
        case .sequence(let nodes): .array(nodes.map(\.meaning))
        case .mapping(let pairs):
            .object(JSONObject(pairs.map { ($0.key.text, $0.value.meaning) }, uniquingKeysWith: { $1 }))
        }
    }
}
