internal import Model

/// What somebody looks for: words that all have to stand in one text.
package struct SearchQuery: Hashable, Sendable {
    /// The most words, and the longest text in bytes.
    package static let maximumWords = 16
    package static let maximumLength = 1024

    /// As search compares them; never empty.
    package let words: [String]
    /// Whether the last word is the beginning of one, because the text ends in `*`.
    package let endsInPrefix: Bool

    /// Reads what was typed; nothing in it but a `*` at the end has a meaning of its own.
    ///
    /// - Throws: `StoreError` of code `badSearch`.
    package init(_ text: String) throws {
        let trimmed = text.drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }
        var words = SearchWords(text).prefix(Self.maximumWords + 1).map(\.text)
        guard !words.isEmpty else {
            throw StoreError(
                .badSearch, "there is no word in what is looked for", hint: "name a word that stands there")
        }
        guard words.count <= Self.maximumWords, text.utf8.count <= Self.maximumLength else {
            throw StoreError(
                .badSearch, "that is too much to look for", hint: "at most \(Self.maximumWords) words are compared")
        }
        // Behind a blank the star stands for nothing.
        let reversed = Array(trimmed.prefix(2))
        endsInPrefix =
            reversed.count == 2 && reversed[0] == "*" && !SearchWords.distinct(in: String(reversed[1])).isEmpty
        let last = words.removeLast()
        var seen: Set<String> = endsInPrefix ? [] : [last]
        self.words = words.filter { seen.insert($0).inserted } + [last]
    }

    /// Whether all the words stand in a text.
    package func matches(_ text: String) -> Bool {
        let found = Set(SearchWords.distinct(in: text))
        guard endsInPrefix, let last = words.last else { return words.allSatisfy(found.contains) }
        return words.dropLast().allSatisfy(found.contains) && found.contains { $0.hasPrefix(last) }
    }

    /// Whether one word is among those that are looked for.
    package func matches(word: String) -> Bool {
        if words.contains(word) { return true }
        guard endsInPrefix, let last = words.last else { return false }
        return word.hasPrefix(last)
    }
}
