internal import Model

/// The part of a text that shows why a search found it.
package struct Snippet: Sendable {
    /// Characters that are shown at most, and those of them before the first word.
    private static let length = 160
    private static let lead = 40

    package let text: String

    package init(of whole: String, for query: SearchQuery) {
        let word = SearchWords(whole).first { query.matches(word: $0.text) }
        let place = word?.range.lowerBound ?? whole.startIndex
        let lead = whole.index(place, offsetBy: -Self.lead, limitedBy: whole.startIndex) ?? whole.startIndex
        let end = whole.index(lead, offsetBy: Self.length, limitedBy: whole.endIndex) ?? whole.endIndex
        text = (lead > whole.startIndex ? "…" : "") + whole[lead..<end] + (end < whole.endIndex ? "…" : "")
    }
}
