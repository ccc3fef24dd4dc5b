internal import JSON
internal import Model

/// A place in an evidence that findings cite.
struct CitedPlace: Sendable {
    let evidence: EvidenceID
    let place: Citation.Place
    /// Counts from 1 within the evidence.
    let number: Int
    /// What the findings say stands there; each wording once.
    var quotes: [String]
    /// Ranks of the findings, from 1.
    var findings: [Int]
    /// What really stands at the pointer; nil for lines of a body and where nothing stands.
    let value: JSONValue?

    /// The name of the place within the document.
    var anchor: String { "\(evidence)-cite-\(number)" }

    /// `/new/0/template` or `lines 4 to 6`.
    var words: String { place.words }

    static func places(
        of findings: [Finding], in evidence: [EvidenceID: Evidence]
    ) -> [EvidenceID: [CitedPlace]] {
        var all: [EvidenceID: [CitedPlace]] = [:]
        for (index, finding) in findings.enumerated() {
            for citation in finding.citations {
                var places = all[citation.evidence, default: []]
                if let known = places.firstIndex(where: { $0.place == citation.place }) {
                    places[known].add(citation.quote, of: index + 1)
                } else {
                    places.append(
                        CitedPlace(
                            evidence: citation.evidence, place: citation.place, number: places.count + 1,
                            quotes: [citation.quote], findings: [index + 1],
                            value: citation.place.value(in: evidence[citation.evidence])))
                }
                all[citation.evidence] = places
            }
        }
        return all
    }

    private mutating func add(_ quote: String, of finding: Int) {
        if !quotes.contains(quote) { quotes.append(quote) }
        if !findings.contains(finding) { findings.append(finding) }
    }
}

extension Citation.Place {
    /// `/new/0/template` or `lines 4 to 6`.
    var words: String {
        switch self {
        case .pointer(let pointer): pointer.isEmpty ? "the whole output" : pointer
        case .lines(let range) where range.count == 1: "line \(range.lowerBound)"
        case .lines(let range): "lines \(range.lowerBound) to \(range.upperBound)"
        }
    }

    func value(in evidence: Evidence?) -> JSONValue? {
        guard case .pointer(let text) = self, let pointer = try? JSONPointer(text) else { return nil }
        return evidence?.output[pointer]
    }
}

extension ReportContent {
    /// Where in the document a citation's place is shown; nil when the evidence is not at hand.
    func anchor(of citation: Citation) -> String? {
        guard label(citation.evidence) != nil else { return nil }
        return cited[citation.evidence]?.first { $0.place == citation.place }?.anchor
    }
}
