package import Model

/// Whose words evidence is, told to every reader: data, whatever they say.
package enum EvidenceAuthor: String, Sendable {
    /// Somebody has attached it.
    case person
    /// A source's.
    case outside
    /// It came with a case file.
    case imported
}

extension SessionState {
    /// Whose words a piece of evidence is.
    package func author(of evidence: EvidenceID) -> EvidenceAuthor {
        if isImported(evidence) { return .imported }
        return call(for: evidence)?.tool == Attacher.tool ? .person : .outside
    }

    /// The same of what was made of several: those of whom the least is known count.
    package func author(ofAll evidence: [EvidenceID]) -> EvidenceAuthor {
        let authors = Set(evidence.map { author(of: $0) })
        if authors.contains(.imported) { return .imported }
        return authors == [.person] ? .person : .outside
    }
}
