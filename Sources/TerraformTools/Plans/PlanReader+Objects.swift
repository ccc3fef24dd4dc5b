internal import JSON

/// The objects of `planned_values` and `prior_state`, of which only the marks are wanted: what data sources read while
/// planning stands nowhere else.
extension PlanReader {
    /// The members of an object that are looked at.
    enum ObjectMember: String {
        case values
        case marks = "sensitive_values"
    }

    /// Where in the held bytes of one object its members are.
    struct ObjectParts: Sendable {
        var values: Range<Int>?
        var marks: Range<Int>?
    }

    mutating func passObjectPart(_ member: ObjectMember?) throws(JSONError) -> Bool {
        guard case .value(let place) = try tokenizer.passValue() else { return false }
        switch member {
        case .values?: objectParts.values = place
        case .marks?: objectParts.marks = place
        case nil: break
        }
        state = .within
        return true
    }

    /// Ends an object and remembers what its marks hide; false, with a fault, where its members contradict each other.
    mutating func rememberObject() -> Bool {
        defer { tokenizer.release() }
        guard let marks = objectParts.marks, let values = objectParts.values, isMarked(marks) else { return true }
        guard let marks = parsed(marks), let values = parsed(values) else { return false }
        remember(values, marks)
        return true
    }
}
