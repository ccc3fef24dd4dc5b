import JSON
package import Model
package import Policy
package import Tooling

/// Whether somebody may read what a call has found: the right to each source, folder and piece of evidence that the call
/// has read, whoever made it.
package struct EvidenceAccess: Sendable {
    private let rights: Rights
    /// Tells by a call's arguments what it has read; nil where nothing can be judged.
    private let registry: ToolRegistry?
    /// The folders that the operator names, for whomever.
    private let roots: [String]

    /// How far evidence is followed that was made of other evidence.
    private static let maximumDepth = 16

    /// Everything may be read.
    package static let all = EvidenceAccess(.all)

    /// For who has no tools at hand: who may not read everything may read nothing.
    package init(_ rights: Rights) {
        self.rights = rights
        registry = nil
        roots = []
    }

    init(_ rights: Rights, registry: ToolRegistry, roots: [String]) {
        self.rights = rights
        self.registry = registry
        self.roots = roots
    }

    /// Whether there is nothing that may not be read.
    package var isUnlimited: Bool { rights.readsEverything }

    /// Whether a source may be known of.
    package func allows(source: String) -> Bool { rights.allows(source: source) }

    /// Whether a piece of evidence may be read; when it cannot be told what it was made of, it may not.
    ///
    /// - Parameter find: Gives other evidence of the same session.
    package func allows(
        _ evidence: Evidence, _ find: (EvidenceID) async throws -> Evidence?
    ) async throws -> Bool {
        try await allows(evidence, find, depth: 0)
    }

    /// Whether it may be known what a failed call asked for; when it cannot be told, it may not.
    package func allows(
        _ call: CallFailed, _ find: (EvidenceID) async throws -> Evidence?
    ) async throws -> Bool {
        guard !isUnlimited else { return true }
        guard let accesses = accesses(of: call.tool, call.arguments) else { return false }
        // Which sources it has found is written nowhere.
        for access in accesses {
            if case .everySource = access { return false }
            guard try await allows(access, find, depth: 0) else { return false }
        }
        return true
    }

    private func allows(
        _ evidence: Evidence, _ find: (EvidenceID) async throws -> Evidence?, depth: Int
    ) async throws -> Bool {
        guard !isUnlimited else { return true }
        guard depth < Self.maximumDepth, evidence.sources.allSatisfy({ rights.allows(source: $0) }),
            let accesses = accesses(of: evidence.tool, evidence.arguments)
        else { return false }
        for access in accesses {
            guard try await allows(access, find, depth: depth) else { return false }
        }
        return true
    }

    /// Nil for what tells nothing of what it reads.
    private func accesses(of tool: String, _ arguments: JSONValue) -> [Access]? {
        guard let accesses = try? registry?[tool]?.prepare(arguments).access, !accesses.isEmpty else { return nil }
        return accesses
    }

    private func allows(
        _ access: Access, _ find: (EvidenceID) async throws -> Evidence?, depth: Int
    ) async throws -> Bool {
        switch access {
        case .source(let name, _): return rights.allows(source: name)
        case .path(let path): return allows(path: path)
        case .evidence(let id):
            guard let other = try await find(id) else { return false }
            return try await allows(other, find, depth: depth + 1)
        // The names of all roots are for who may read everything.
        case .everyPath: return false
        case .everySource, .host: return true
        }
    }

    /// A relative path begins with a root's name, which several roots may have; all of them have to be open then.
    func allows(path: String) -> Bool {
        let meanings = PathRule.meanings(of: path, among: roots)
        let open = rights.readableRoots(of: roots)
        return !meanings.isEmpty
            && meanings.allSatisfy { meaning in open.contains { PathRule.isBeneath(meaning, $0) } }
    }
}

extension ToolExecutor {
    /// What may be read of evidence under these rights.
    package func evidenceAccess(_ rights: Rights) -> EvidenceAccess {
        EvidenceAccess(rights, registry: registry, roots: namedRoots)
    }
}
