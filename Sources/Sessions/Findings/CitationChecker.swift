package import JSON
package import Model
package import Store
package import Tooling
package import Workflows

/// Looks up whether what a finding quotes really stands in the evidence.
package struct CitationChecker: Sendable {
    private let store: any SessionStore
    private let evidence: any EvidenceReading
    private let effort: CitationEffort?

    /// - Parameters:
    ///   - store: Holds the bodies.
    ///   - evidence: What may be cited; other evidence is `unavailable`.
    package init(store: any SessionStore, evidence: any EvidenceReading) {
        self.store = store
        self.evidence = evidence
        effort = nil
    }

    /// Looks up no more than is allowed, and throws `CitationEffort.Spent` then.
    init(store: any SessionStore, evidence: any EvidenceReading, effort: CitationEffort) {
        self.store = store
        self.evidence = RecentEvidence(of: evidence, effort: effort)
        self.effort = effort
    }

    /// The verdict over all the citations of a finding; the worst one counts.
    package func verdict(on citations: [Citation]) async throws -> Verdict {
        guard !citations.isEmpty else { return .uncited }
        var worst = Verdict.cited
        for citation in citations {
            switch try await verdict(on: citation) {
            case .miscited: return .miscited
            case .unavailable: worst = .unavailable
            case .cited, .uncited: break
            }
        }
        return worst
    }

    private func verdict(on citation: Citation) async throws -> Verdict {
        try effort?.charge(CitationEffort.least + citation.quote.utf8.count)
        guard let evidence = try await known(citation.evidence) else { return .unavailable }
        if case .lines = citation.place, let body = evidence.body, try await !isThere(body) { return .unavailable }
        guard let text = try await text(at: citation.place, in: evidence) else { return .miscited }
        try effort?.charge(text.utf8.count)
        return Quote(citation.quote).stands(in: text) ? .cited : .miscited
    }

    private func known(_ id: EvidenceID) async throws -> Evidence? {
        do {
            return try await evidence.evidence(id)
        } catch let error as ToolError where error.kind == .notFound {
            return nil
        }
    }

    /// What stands where a draft points; nil when there is nothing that can be quoted.
    package func text(at draft: CitationDraft) async throws -> String? {
        guard let evidence = try await known(draft.evidence) else { return nil }
        return try await text(at: draft.place, in: evidence)
    }

    private func text(at place: Citation.Place, in evidence: Evidence) async throws -> String? {
        switch place {
        case .pointer(let text):
            guard let pointer = try? JSONPointer(text) else { return nil }
            return evidence.output[pointer].flatMap { Self.quote(of: $0) }
        case .lines(let range):
            guard let body = evidence.body, range.lowerBound >= 1, range.upperBound <= body.lines else { return nil }
            return try await lines(range, of: body)
        }
    }

    private func isThere(_ body: BodyReference) async throws -> Bool {
        try await store.blob(body.sha256, range: 0..<1) != nil
    }

    /// How a value is quoted: the whole string, or the canonical number, truth value or null.
    package static func quote(of value: JSONValue) -> String? { Quote.text(of: value) }

    private func lines(_ range: ClosedRange<Int>, of body: BodyReference) async throws -> String? {
        var offset = 0
        var excerpt = LineExcerpt(range)
        while offset < body.length, !excerpt.isComplete {
            guard let piece = try await store.blob(body.sha256, range: offset..<min(offset + 1 << 20, body.length)),
                !piece.isEmpty
            else { return nil }
            try effort?.charge(piece.count)
            excerpt.take(piece)
            offset += piece.count
        }
        return excerpt.text
    }
}
