package import JSON

/// One object of a state, as it was read: nothing of it is shown before its marks were applied.
package struct StateObject: Hashable, Sendable {
    package let address: String
    package let type: String
    /// The key of an object that a failed replacement left behind.
    package let deposed: String?
    package let isTainted: Bool
    package let values: JSONValue
    /// What is sensitive in the values, in the form of a plan's `before_sensitive`.
    package let marks: JSONValue

    /// The address, and the key of a deposed object, which has the address of its successor.
    package var key: String { deposed.map { "\(address) (deposed \($0))" } ?? address }

    /// What the provider calls the object; it stays when an object moves.
    package var identity: String? { values["id"]?.stringValue.map { "\(type) \($0)" } }
}

/// An output of a state.
package struct StateOutput: Hashable, Sendable {
    package let name: String
    package let value: JSONValue
    package let isSensitive: Bool
}

/// What a state says of itself.
package struct StateHeader: Hashable, Sendable {
    package var terraformVersion: String?
    /// `show` for `terraform show -json`, `file` for the state's own file.
    package var form = "show"
    package var lineage: String?
    /// Raised at each write.
    package var serial: Int?

    package init() {}
}

/// Takes what a state holds, in the order of the file.
package protocol StateVisitor {
    mutating func visit(_ object: StateObject)
    mutating func visit(output: StateOutput)
}
