/// What Terraform means to do with an object.
package struct PlanAction: Hashable, Sendable {
    /// Groups of actions that a reader tells apart.
    package enum Kind: String, Sendable, CaseIterable {
        case create, update, replace, delete, read, noOp = "no-op", forget, other
    }

    /// Terraform's words in their order, such as `["delete", "create"]`.
    package let words: [String]

    package init(words: [String]) { self.words = words }

    /// The words joined, such as `delete+create`.
    package var name: String { words.isEmpty ? Kind.noOp.rawValue : words.joined(separator: "+") }

    package var kind: Kind {
        switch words {
        case ["delete", "create"], ["create", "delete"], ["create", "forget"], ["forget", "create"]: .replace
        case ["create"]: .create
        case ["update"]: .update
        case ["delete"]: .delete
        case ["read"]: .read
        case [], ["no-op"]: .noOp
        case ["forget"]: .forget
        default: .other
        }
    }

    /// Whether the plan counts it as an addition: `Plan: 1 to add, …`.
    var adds: Bool { words.contains("create") }

    /// Whether the plan counts it as a destruction.
    var destroys: Bool { words.contains("delete") }
}
