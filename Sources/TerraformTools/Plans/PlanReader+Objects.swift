internal import JSON

/// The objects of `planned_values` and `prior_state`, of which only the marks are wanted: what data sources read while
/// planning stands nowhere else.
extension PlanReader {
    /// Where in the held bytes of one object its members are.
    struct ObjectParts: Sendable {
        /// The members of an object that are known; those that are looked at stand first.
        static let members = [
            "values", "sensitive_values", "type", "address", "mode", "name", "index", "provider_name", "schema_version",
            "depends_on", "tainted", "deposed_key", "identity", "identity_schema_version",
        ]
        static let names = JSONNames(members)

        private var places = [Range<Int>?](repeating: nil, count: members.count)

        var values: Range<Int>? { places[0] }
        var marks: Range<Int>? { places[1] }
        var type: Range<Int>? { places[2] }

        mutating func clear() { for index in places.indices { places[index] = nil } }

        subscript(_ member: Int) -> Range<Int>? {
            get { places[member] }
            set { places[member] = newValue }
        }
    }

    mutating func passObjectPart(_ member: Int?) throws(JSONError) -> Bool {
        guard case .value(let place) = try tokenizer.passValue() else { return false }
        state = .within
        guard let member else { return true }
        if let former = objectParts[member] {
            guard let old = parsed(former), let new = parsed(place) else { return false }
            repeatsItself = true
            guard old == new else { return fail(.duplicateKey(ObjectParts.members[member])) }
        }
        objectParts[member] = place
        return true
    }

    /// Ends an object and remembers what its marks hide, or what its type tells where it has none; false, with a fault,
    /// where its members contradict each other.
    mutating func rememberObject() -> Bool {
        defer { tokenizer.release() }
        guard let place = objectParts.values else { return true }
        guard let marks = objectParts.marks else {
            let paths = secretPaths(of: text(objectParts.type) ?? "")
            guard !paths.isEmpty else { return true }
            guard let values = parsed(place) else { return false }
            remember(values, SecretAttributes.marks(nil, with: values, at: paths))
            return true
        }
        guard isMarked(marks) else { return true }
        guard let marks = parsed(marks), let values = parsed(place) else { return false }
        remember(values, marks)
        return true
    }
}
