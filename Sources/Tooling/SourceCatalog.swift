package import Model
package import Policy

/// The operator's sources by name.
package struct SourceCatalog: Sendable {
    /// Ordered by name.
    package let all: [Source]
    private let byName: [String: Source]

    package init(_ sources: [Source]) {
        byName = Dictionary(sources.map { ($0.name, $0) }, uniquingKeysWith: { _, last in last })
        all = byName.values.sorted { $0.name < $1.name }
    }

    /// The source of that name and one of these kinds.
    /// - Throws: `ToolError`: `notPermitted` when it is unknown, `validation` when it is of another kind.
    package func source(_ name: String, kinds: [SourceKind]) throws(ToolError) -> Source {
        guard let source = byName[name] else { throw .notPermitted("source \(name)") }
        guard kinds.contains(source.kind) else {
            let wanted = kinds.map(\.rawValue).joined(separator: " or ")
            throw ToolError(
                .validation, "source \(name) is of kind \(source.kind.rawValue), not \(wanted)",
                hint: hint(for: kinds))
        }
        return source
    }

    /// The sources that these rights allow to be asked; the others are as if they were not there.
    package func allowed(by rights: Rights) -> SourceCatalog {
        SourceCatalog(all.filter { rights.mayAsk(source: $0.name) })
    }

    /// The sources that a tool may ask by these rights.
    package func allowed(by rights: Rights, for tool: String) -> SourceCatalog {
        SourceCatalog(all.filter { rights.allows(source: $0.name, by: tool) })
    }

    /// Sources of these kinds, ordered by name.
    package func sources(of kinds: [SourceKind]) -> [Source] { all.filter { kinds.contains($0.kind) } }

    private func hint(for kinds: [SourceKind]) -> String? {
        let fitting = sources(of: kinds).map(\.name)
        return fitting.isEmpty ? nil : "of that kind: \(fitting.joined(separator: ", "))"
    }
}
