import CEL

/// Finds the name that somebody probably meant.
enum Suggestions {
    /// "did you mean `x`?", if there is something close.
    static func hint(for name: String, among candidates: some Sequence<String>) -> String? {
        Suggestion.closest(to: name, among: candidates).map { "did you mean `\($0)`?" }
    }

    /// That, or else the list of what there is when it is short enough to be read.
    static func hint(for name: String, among candidates: [String], listedAs title: String) -> String? {
        if let hint = hint(for: name, among: candidates) { return hint }
        guard !candidates.isEmpty, candidates.count <= 24 else { return nil }
        return "\(title): \(candidates.sorted().joined(separator: ", "))"
    }
}
