import Model

/// The URIs of the server's resources.
enum CasebookURI: Hashable, Sendable {
    case session(SessionID)
    /// Entries after a sequence.
    case timeline(SessionID, after: Int)
    case report(SessionID)
    case evidence(SessionID, EvidenceID)
    case workflow(String)

    /// Reads a URI; nil when it is none of ours.
    init?(_ text: String) {
        guard text.utf8.count <= 512, text.hasPrefix("casebook://") else { return nil }
        let parts = text.dropFirst("casebook://".count).split(separator: "/", omittingEmptySubsequences: false)
            .map(String.init)
        switch (parts.first, parts.count) {
        case ("workflows", 2): self = .workflow(parts[1])
        case ("sessions", 2...4):
            guard let session = SessionID(parts[1]) else { return nil }
            switch parts.dropFirst(2).first {
            case nil: self = .session(session)
            case "report" where parts.count == 3: self = .report(session)
            case "evidence" where parts.count == 4:
                guard let evidence = EvidenceID(parts[3]) else { return nil }
                self = .evidence(session, evidence)
            case let last? where parts.count == 3:
                guard let after = Self.after(last) else { return nil }
                self = .timeline(session, after: after)
            default: return nil
            }
        default: return nil
        }
    }

    /// The session that a resource belongs to; nil for workflows.
    var session: SessionID? {
        switch self {
        case .session(let id), .timeline(let id, _), .report(let id), .evidence(let id, _): id
        case .workflow: nil
        }
    }

    /// What follows `timeline`; nil when it is no timeline.
    private static func after(_ text: String) -> Int? {
        if text == "timeline" { return 0 }
        let head = "timeline?after="
        guard text.hasPrefix(head) else { return nil }
        return Int(text.dropFirst(head.count)).flatMap { $0 >= 0 ? $0 : nil }
    }
}
