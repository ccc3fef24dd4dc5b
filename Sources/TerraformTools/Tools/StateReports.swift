internal import JSON

/// One of two states in an answer.
package struct StateReport: Encodable, Sendable {
    let source: String
    let file: String
    let terraformVersion: JSONValue
    let lineage: JSONValue
    let serial: JSONValue
    let objects: Int

    init(_ state: StateFile<StateIndex>) {
        source = state.source
        file = state.file
        terraformVersion = Shown.text(state.header.terraformVersion)
        lineage = Shown.text(state.header.lineage)
        serial = state.header.serial.map { .number(JSONNumber($0)) } ?? .null
        objects = state.content.entries.count
    }
}

/// An object that has another address and the provider's same name.
package struct StateMove: Encodable, Sendable {
    let from: String
    let to: String

    /// What is gone under one address and there under another; names that occur twice say nothing.
    static func moves(from old: [String: StateIndex.Entry], to new: [String: StateIndex.Entry]) -> [StateMove] {
        func names(_ entries: [String: StateIndex.Entry], without other: [String: StateIndex.Entry]) -> [Int: String] {
            var names: [Int: String] = [:]
            var twice: Set<Int> = []
            for (key, entry) in entries where other[key] == nil {
                guard let identity = entry.identity else { continue }
                if names.updateValue(key, forKey: identity) != nil { twice.insert(identity) }
            }
            return names.filter { !twice.contains($0.key) }
        }
        let latter = names(new, without: old)
        return names(old, without: new)
            .compactMap { identity, from in latter[identity].map { StateMove(from: from, to: $0) } }
            .sorted { $0.from < $1.from }
    }

    /// The same with what must not be shown replaced.
    func hidden(by concealers: [Concealer]) -> StateMove {
        StateMove(from: concealers.hidden(name: from), to: concealers.hidden(name: to))
    }
}

extension [Concealer] {
    /// A name that none of them hides.
    func hidden(name: String) -> String { reduce(name) { $1.hidden(name: $0) } }
}

/// One object of a state in an answer.
package struct StateObjectReport: Encodable, Sendable {
    let address: String
    let type: String
    let tainted: Bool
    let attributes: [AttributeReport]
    let omittedAttributes: Int

    /// An object that one of the states alone has.
    init(_ key: String, _ entry: StateIndex.Entry?, _ concealers: [Concealer]) {
        address = AttributeChange.shortened(concealers.hidden(name: key), limit: 300)
        type = AttributeChange.shortened(entry?.type ?? "", limit: 100)
        tainted = entry?.isTainted ?? false
        attributes = []
        omittedAttributes = 0
    }

    /// An object that both have; nil for one that is too large to be compared inside.
    init(_ key: String, _ old: StateObject?, _ new: StateObject?, _ concealers: [Concealer]) {
        address = AttributeChange.shortened(concealers.hidden(name: key), limit: 300)
        type = AttributeChange.shortened(new?.type ?? old?.type ?? "", limit: 100)
        tainted = new?.isTainted ?? false
        guard let old, let new else {
            attributes = []
            omittedAttributes = 1
            return
        }
        let diff = AttributeDiff(change: [
            "before": old.values, "after": new.values, "before_sensitive": old.marks, "after_sensitive": new.marks,
        ])
        var local = SecretSet(minimum: 3)
        for object in [old, new] { AttributeDiff.collectSecrets(object.values, object.marks, into: &local) }
        var change = ResourceChange(
            address: key, type: new.type, name: "", action: PlanAction(words: ["update"]), attributes: diff.changes,
            omittedAttributes: diff.omitted, siblings: diff.siblings)
        local.scrub(&change)
        for concealer in concealers { concealer.hide(&change) }
        attributes = change.attributes.prefix(CompareTerraformStates.maximumAttributes).map { AttributeReport($0) }
        omittedAttributes = change.attributes.count - attributes.count + diff.omitted
    }
}

/// An output of two states in an answer.
package struct OutputReport: Encodable, Sendable {
    let name: String
    let before: JSONValue
    let after: JSONValue

    static func reports(
        from old: [String: StateOutput], to new: [String: StateOutput], _ concealers: [Concealer]
    ) -> [OutputReport] {
        let names = Set(old.keys).union(new.keys).filter { old[$0]?.value != new[$0]?.value }.sorted()
        return names.prefix(CompareTerraformStates.maximumListed).map { name in
            var output = OutputChange(
                name: name, action: PlanAction(words: ["update"]), before: old[name]?.value, after: new[name]?.value)
            if old[name]?.isSensitive ?? false || new[name]?.isSensitive ?? false { output.hide() }
            for concealer in concealers { concealer.hide(&output) }
            return OutputReport(
                name: AttributeChange.shortened(output.name, limit: 100), before: Shown.value(output.before),
                after: Shown.value(output.after))
        }
    }
}
