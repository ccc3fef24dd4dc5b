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

    /// Stands before the name of whoever acted elsewhere, in what came with a case file.
    package static let importedPrefix = "imported:"

    /// The same principal as it is shown here when it acted elsewhere.
    package var imported: Principal { Principal(name: Self.importedPrefix + name, kind: .imported) }
}
