import Model
import TestSupport
import Testing

@Suite struct SearchWordsTests {
    /// Texts of ASCII are read in a way of their own, which has to give the words of the general one.
    @Test(arguments: [
        "", " ", "one", "One ONE one", "a-b_c/d", "connection refused: 10.0.0.1:5432 (checkout)",
        "tab\tnul\u{0}del\u{7F}x",
        "one two three four five six seven eight", "one two three four five six seven eight nine ONE",
        String(repeating: "x", count: 63), String(repeating: "x", count: 64), String(repeating: "x", count: 65),
        String(repeating: "x", count: 64) + "a " + String(repeating: "X", count: 64) + "b",
        "Größe GRÖSSE größe", "naïve ASCII before and Ünicode after", "Ǆ ǆ", "日本語 text 日本語",
    ])
    func areEachOnce(_ text: String) {
        #expect(SearchWords.distinct(in: text) == expected(in: text))
    }

    @Test func areEachOnceInTextsByChance() {
        let characters = Array("abcXYZ019 .,:/_-\n\u{7F}\u{E9}")
        var random = SeededGenerator(seed: 5)
        for turn in 0..<2000 {
            let most = turn.isMultiple(of: 2) ? characters.count - 1 : characters.count
            let text = String((0..<turn % 90).map { _ in characters[Int(random.next() % UInt64(most))] })
            #expect(SearchWords.distinct(in: text) == expected(in: text))
        }
    }

    private func expected(in text: String) -> [String] {
        var seen: Set<String> = []
        return SearchWords(text).map(\.text).filter { seen.insert($0).inserted }
    }
}
