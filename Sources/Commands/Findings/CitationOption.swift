import Model
import Workflows

/// A citation as it is typed: `ev_…#/pointer quote`, `ev_…:3 quote`, `ev_…:3-5 quote`.
enum CitationOption {
    static func draft(_ text: String) throws(CommandError) -> CitationDraft {
        let parts = text.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
        let name = parts.first.map { String($0) } ?? ""
        let quote = parts.count > 1 ? String(parts[1]) : nil
        if let mark = name.firstIndex(of: "#"), let evidence = EvidenceID(String(name[..<mark])) {
            return CitationDraft(
                evidence: evidence, place: .pointer(String(name[name.index(after: mark)...])), quote: quote)
        }
        if let mark = name.firstIndex(of: ":"), let evidence = EvidenceID(String(name[..<mark])) {
            let ends = name[name.index(after: mark)...].split(separator: "-").map { Int($0) }
            if let first = ends.first ?? nil, let last = ends.last ?? nil, ends.count <= 2, first >= 1, first <= last {
                return CitationDraft(evidence: evidence, place: .lines(first...last), quote: quote)
            }
        }
        throw CommandError(
            .usage, "`\(Printable.cut(text, to: 60))` is no citation",
            hint: "such as 'ev_…#/hits/0/text connection refused', or 'ev_…:3' for a line of its body")
    }

    static func words(_ place: Citation.Place) -> String {
        switch place {
        case .pointer(let pointer): pointer.isEmpty ? "the whole output" : pointer
        case .lines(let lines):
            lines.count == 1 ? "line \(lines.lowerBound)" : "lines \(lines.lowerBound)-\(lines.upperBound)"
        }
    }
}
