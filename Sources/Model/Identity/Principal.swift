/// Who acts: a local user, an agent on stdio, a token's subject.
package struct Principal: Hashable, Sendable, Codable {
    /// What kind of author a principal is, told to every reader of what it wrote.
    package enum Kind: String, Sendable, Codable {
        case person, model, workflow, operator_ = "operator", imported
    }

    /// The name that the journal records, such as `local:ada`.
    package let name: String
    package let kind: Kind

    package init(name: String, kind: Kind) {
        self.name = name
        self.kind = kind
    }
}
