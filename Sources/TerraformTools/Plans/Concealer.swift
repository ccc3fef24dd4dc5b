internal import JSON
package import Policy

/// Hides what a plan does not mark but must not be shown: copies of what it marks elsewhere, and what looks like a secret.
package struct Concealer: Sendable {
    private let secrets: SecretSet
    private let redactor: Redactor
    private let outputs: Set<String>

    /// - Parameter outputs: Names of outputs that are sensitive as a whole.
    package init(_ secrets: SecretSet, _ redactor: Redactor, outputs: Set<String> = []) {
        self.secrets = secrets
        self.redactor = redactor
        self.outputs = outputs
    }

    package func hide(_ change: inout ResourceChange) {
        let names = change.attributes.map { Self.telling($0.path, in: change) }
        let siblings = change.siblings.map { Self.telling($0.path, in: change) }
        for (index, name) in zip(change.attributes.indices, names) { hide(&change.attributes[index], name) }
        for (index, name) in zip(change.siblings.indices, siblings) {
            change.siblings[index].value = hidden(change.siblings[index].value, name)
            change.siblings[index].path = hidden(name: change.siblings[index].path)
        }
        change.head = hidden(change.head)
        change.values = nil
    }

    /// Hides in a risk what its values, its names and its words hold.
    func hide(_ risk: inout Risk) {
        risk.head = hidden(risk.head)
        risk.reason = hidden(risk.reason)
        risk.dependents = risk.dependents.map { hidden(name: $0) }
        guard var attribute = risk.attribute else { return }
        hide(&attribute)
        risk.attribute = attribute
    }

    /// A key of `for_each` or of a map can be a copy of a secret too, and stands in addresses, modules and paths.
    package func hidden(name: String) -> String { secrets.hides(name) ? AttributeChange.sensitiveText : name }

    private func hidden(_ head: ChangeHead) -> ChangeHead {
        secrets.isEmpty ? head : head.hidden { secrets.hides($0) }
    }

    /// Numbers by names, with those of names that must not be shown added up.
    func hidden(_ tallies: [String: PlanCollector.Tally]) -> [String: PlanCollector.Tally] {
        guard !secrets.isEmpty else { return tallies }
        return Dictionary(tallies.map { (hidden(name: $0.key), $0.value) }, uniquingKeysWith: +)
    }

    package func hide(_ attribute: inout AttributeChange) {
        hide(&attribute, Candidate.lastName(of: attribute.path))
    }

    package func hide(_ output: inout OutputChange) {
        if outputs.contains(output.name) { output.hide() }
        output.before = output.before.map { hidden($0, output.name) }
        output.after = output.after.map { hidden($0, output.name) }
        output.name = hidden(name: output.name)
    }

    package func hide(_ check: inout FailedCheck) {
        check.messages = check.messages.map { hidden($0) }
        check.address = hidden(name: check.address)
    }

    package func hidden(_ text: String) -> String {
        secrets.hides(text) ? AttributeChange.sensitiveText : redactor.redact(text)
    }

    private func hide(_ attribute: inout AttributeChange, _ name: String) {
        attribute.before = attribute.before.map { hidden($0, name) }
        attribute.after = attribute.after.map { hidden($0, name) }
        attribute.path = hidden(name: attribute.path)
    }

    /// Names tell of secrets too, so a value goes to the redactor under its own.
    private func hidden(_ value: JSONValue, _ name: String) -> JSONValue {
        guard value != .string(AttributeChange.sensitiveText) else { return value }
        let redacted = redactor.redact(.object([name: secrets.scrub(value)]))
        return redacted[name] ?? redacted.objectValue?.values.first ?? .string(AttributeChange.sensitiveText)
    }

    /// What a value is called: its own name, or what the name beside it says, as in `{name = "DB_PASSWORD", value = "…"}`.
    private static func telling(_ path: String, in change: ResourceChange) -> String {
        let own = Candidate.lastName(of: path)
        guard carriers.contains(own.lowercased()) else { return own }
        let parent = path.dropLast(own.utf8.count)
        for name in ["name", "key", "parameter_name", "variable"] {
            let place = String(parent) + name
            let beside = change.attributes.first { $0.path == place }
            if let text = (beside?.after ?? beside?.before)?.stringValue { return text }
            if let text = change.siblings.first(where: { $0.path == place })?.value.stringValue { return text }
        }
        // A bare value has the name of what it stands in, such as `set_sensitive` or `password[0].value`.
        return parent.isEmpty ? own : Candidate.lastName(of: String(parent.dropLast()))
    }

    private static let carriers: Set<String> = ["value", "values", "default", "content"]
}
