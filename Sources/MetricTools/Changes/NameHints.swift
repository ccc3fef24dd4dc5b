/// Words in a name or label that speak of trouble.
///
/// They move a series up a little and never decide.
enum NameHints {
    private static let words = [
        "error", "fail", "timeout", "refused", "reject", "denied", "exception", "panic", "unavailable", "abort", "5xx",
    ]

    static func speaksOfTrouble(_ series: Series) -> Bool {
        let texts = [series.name] + series.labels.flatMap { [$0.name, $0.value] }
        return texts.contains { text in
            let lower = text.lowercased()
            return words.contains { lower.contains($0) } || isServerError(text)
        }
    }

    private static func isServerError(_ text: String) -> Bool {
        text.utf8.count == 3 && text.hasPrefix("5") && text.utf8.allSatisfy { $0 &- 48 < 10 }
    }
}
