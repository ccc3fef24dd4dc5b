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

    /// How much of a text that is told as the nearest.
    private static let shown = 300
    /// How much of a body is searched for a quote that is not in its line.
    private static let searched = 8 << 20

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

    /// The verdict over all the citations of a statement; the worst one counts.
    package func verdict(on statement: String, _ citations: [Citation]) async throws -> Verdict {
        guard !citations.isEmpty else { return .uncited }
        let isAbsence = AbsenceClaim.isMade(in: statement)
        var worst = Verdict.cited
        for citation in citations {
            switch try await check(citation, isAbsence: isAbsence, findsNearest: false).verdict {
            case .miscited: return .miscited
            case .unavailable: worst = .unavailable
            case .cited, .uncited: break
            }
        }
        return worst
    }

    /// What each citation of a statement came to, with the nearest text where one does not hold.
    package func checks(of statement: String, _ citations: [Citation]) async throws -> [CitationCheck] {
        let isAbsence = AbsenceClaim.isMade(in: statement)
        var checks: [CitationCheck] = []
        for citation in citations {
            checks.append(try await check(citation, isAbsence: isAbsence, findsNearest: true))
        }
        return checks
    }

    private func check(_ citation: Citation, isAbsence: Bool, findsNearest: Bool) async throws -> CitationCheck {
        try effort?.charge(CitationEffort.least + citation.quote.utf8.count)
        guard let evidence = try await known(citation.evidence) else {
            return CitationCheck(.unavailable, reason: "there is no such evidence in this session")
        }
        if case .lines = citation.place, let body = evidence.body, try await !isThere(body) {
            return CitationCheck(.unavailable, reason: "its body was removed")
        }
        let text = try await text(at: citation.place, in: evidence)
        try effort?.charge(text?.utf8.count ?? 0)
        guard let text, Quote(citation.quote).stands(in: text) else {
            let reason = text == nil ? "nothing that can be quoted stands there" : "the quote does not stand there"
            guard findsNearest else { return CitationCheck(.miscited, reason: reason) }
            return CitationCheck(
                .miscited, reason: reason, nearest: try await nearest(to: citation, at: text, in: evidence))
        }
        let isEmpty = isAbsence || Self.isEmptyResult(at: citation.place, in: evidence)
        let gaps = isEmpty ? AbsenceClaim.gaps(in: evidence.coverage) : []
        guard let gap = gaps.first else { return CitationCheck(.cited) }
        let claim = isAbsence ? "it says that something is not there" : "it cites that nothing was found"
        return CitationCheck(
            .miscited, reason: "\(claim), but \(gap.source) was seen as \(gap.value.rawValue) only")
    }

    /// What stands where the quote should, or the text elsewhere in the evidence that is most like it.
    private func nearest(
        to citation: Citation, at text: String?, in evidence: Evidence
    ) async throws -> CitationCheck.Nearest? {
        if case .lines = citation.place, let body = evidence.body, !evidence.isImage,
            let line = try await line(of: citation.quote, in: body)
        {
            return CitationCheck.Nearest(place: .lines(line...line), text: citation.quote.shortened(to: Self.shown))
        }
        let likeness = NearestText(citation.quote)
        let other = likeness.found(in: evidence.output)
        // The place that was named comes first, unless another says just what was quoted.
        if let text, other.map({ $0.text != citation.quote }) ?? true {
            return CitationCheck.Nearest(place: citation.place, text: text.shortened(to: Self.shown))
        }
        return other.map {
            CitationCheck.Nearest(place: .pointer($0.pointer), text: $0.text.shortened(to: Self.shown))
        }
    }

    /// The number of the first line in which a quote stands; nil when it has more than a line, or stands in none.
    private func line(of quote: String, in body: BodyReference) async throws -> Int? {
        guard !quote.isEmpty, !quote.contains("\n") else { return nil }
        var (offset, number) = (0, 0)
        var held: [UInt8] = []
        while offset < min(body.length, Self.searched) {
            guard let piece = try await store.blob(body.sha256, range: offset..<min(offset + 1 << 20, body.length)),
                !piece.isEmpty
            else { return nil }
            offset += piece.count
            held += piece
            let end = offset >= body.length ? held.count : (held.lastIndex(of: UInt8(ascii: "\n")) ?? -1) + 1
            for line in held[..<end].split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
                number += 1
                if Quote(quote).stands(in: String(decoding: line, as: UTF8.self)) { return number }
            }
            // Behind the last line feed nothing stands.
            number -= end > 0 && held[end - 1] == UInt8(ascii: "\n") ? 1 : 0
            held.removeFirst(end)
        }
        return nil
    }

    func known(_ id: EvidenceID) async throws -> Evidence? {
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
            guard let body = evidence.body, !evidence.isImage, range.lowerBound >= 1, range.upperBound <= body.lines
            else { return nil }
            return try await lines(range, of: body)
        }
    }

    private static func isEmptyResult(at place: Citation.Place, in evidence: Evidence) -> Bool {
        guard case .pointer(let text) = place, let pointer = try? JSONPointer(text) else { return false }
        return evidence.output[pointer].map { AbsenceClaim.isEmptyResult($0, at: pointer) } ?? false
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
