import JSON
import Model
import Workflows

/// Leads a citation of an answer that was made of evidence to the evidence itself.
///
/// Such an answer names the original with each of its rows: its evidence, and a pointer or a line.
struct DerivedCitation {
    let evidence: Evidence

    /// The citation of the original; nil where the cited place names none.
    func original(of draft: CitationDraft) -> CitationDraft? {
        guard evidence.output["derivedFrom"] != nil, case .pointer(let text) = draft.place,
            let pointer = try? JSONPointer(text)
        else { return nil }
        for length in pointer.tokens.indices {
            let row = evidence.output[JSONPointer(tokens: Array(pointer.tokens[..<length]))]
            guard let row, pointer.tokens[length] == "value",
                let id = row["evidence"]?.stringValue.flatMap({ EvidenceID($0) })
            else { continue }
            return citation(of: row, in: id, at: Array(pointer.tokens[(length + 1)...]), draft)
        }
        return nil
    }

    private func citation(
        of row: JSONValue, in id: EvidenceID, at rest: [String], _ draft: CitationDraft
    ) -> CitationDraft? {
        if let text = row["pointer"]?.stringValue, let pointer = try? JSONPointer(text) {
            let place = rest.reduce(pointer) { $0.appending($1.first == "/" ? String($1.dropFirst()) : $1) }
            return CitationDraft(evidence: id, place: .pointer(place.text), quote: draft.quote)
        }
        guard let line = row["line"]?.intValue, line >= 1 else { return nil }
        return CitationDraft(evidence: id, place: .lines(line...line), quote: quote(draft, in: row["value"], at: rest))
    }

    /// A part of a line of JSON is quoted as it stands in the line; the line itself as it is.
    private func quote(_ draft: CitationDraft, in value: JSONValue?, at rest: [String]) -> String? {
        guard !rest.isEmpty, let part = value?[JSONPointer(tokens: rest)] else { return draft.quote }
        let isWhole = draft.quote.map { $0 == Quote.text(of: part) } ?? true
        let text =
            isWhole
            ? part.canonicalText() : String(JSONValue.string(draft.quote ?? "").canonicalText().dropFirst().dropLast())
        return "…\(text)…"
    }
}
