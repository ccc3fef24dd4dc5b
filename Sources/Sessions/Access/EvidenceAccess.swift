import JSON
import Model
package import Policy
import Tooling

/// Whether somebody may read what a call has found: the right to each source, folder and piece of evidence that the call
/// has read, whoever made it.
package struct EvidenceAccess: Sendable {
    private let rights: Rights
    /// Tells by a call's arguments what it has read.
    private let registry: ToolRegistry
    /// The folders that the operator names, for whomever.
    private let roots: [String]

    /// Everything may be read.
    package static let all = EvidenceAccess(.all, registry: ToolRegistry([]), roots: [])

    init(_ rights: Rights, registry: ToolRegistry, roots: [String]) {
        self.rights = rights
        self.registry = registry
        self.roots = roots
    }

    /// Whether there is nothing that may not be read.
    package var isUnlimited: Bool { rights.readsEverything }

    /// Whether a source may be known of.
    package func allows(source: String) -> Bool { rights.allows(source: source) }

    /// The evidence that a piece was made of; nil where the piece may not be read, whatever those are.
    func origins(of evidence: Evidence) -> [EvidenceID]? {
        guard evidence.sources.allSatisfy({ allows(source: $0) }),
            let accesses = accesses(of: evidence.tool, evidence.arguments)
        else { return nil }
        return origins(in: accesses)
    }

    /// The evidence that a failed call wanted to read; nil where it may not be known of, whatever that is.
    func origins(of call: CallFailed) -> [EvidenceID]? {
        guard (call.sources ?? []).allSatisfy({ allows(source: $0) }),
            var accesses = accesses(of: call.tool, call.arguments)
        else { return nil }
        // What it was lent is told, or it may have been anything.
        if call.sources != nil { accesses.removeAll { $0.isOfEverything } }
        return accesses.contains { $0.isOfEverything } ? nil : origins(in: accesses)
    }

    /// Nil for what tells nothing of what it reads.
    private func accesses(of tool: String, _ arguments: JSONValue) -> [Access]? {
        guard let accesses = try? registry[tool]?.prepare(arguments).access, !accesses.isEmpty else { return nil }
        return accesses
    }

    /// Nil where one of them is closed.
    private func origins(in accesses: [Access]) -> [EvidenceID]? {
        var origins: [EvidenceID] = []
        for access in accesses {
            switch access {
            case .source(let name, _): if !allows(source: name) { return nil }
            case .path(let path): if !allows(path: path) { return nil }
            case .evidence(let id): origins.append(id)
            // The names of all roots are for who may read everything.
            case .everyPath: return nil
            case .everySource, .host: break
            }
        }
        return origins
    }

    /// A relative path begins with a root's name, which several roots may have; all of them have to be open then.
    ///
    /// What was hidden of a recorded path may have led anywhere, by `..` as well, so that it is judged by nobody's rights.
    func allows(path: String) -> Bool {
        guard !Redactor.hasHidden(in: path) else { return false }
        let meanings = PathRule.meanings(of: path, among: roots)
        let open = rights.readableRoots(of: roots)
        return !meanings.isEmpty
            && meanings.allSatisfy { meaning in open.contains { PathRule.isBeneath(meaning, $0) } }
    }
}

extension Access {
    /// Whether the arguments do not say what it is of.
    fileprivate var isOfEverything: Bool {
        switch self {
        case .everySource, .everyPath: true
        case .source, .path, .evidence, .host: false
        }
    }
}

extension ToolExecutor {
    /// What may be read of evidence under these rights.
    package func evidenceAccess(_ rights: Rights) -> EvidenceAccess {
        EvidenceAccess(rights, registry: registry, roots: namedRoots)
    }
}
