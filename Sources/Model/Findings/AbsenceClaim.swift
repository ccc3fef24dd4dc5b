/// Whether a statement says that something is not there, which evidence can show only when all of it was seen.
package enum AbsenceClaim {
    private static let nouns: Set<String> = [
        "error", "errors", "failure", "failures", "exception", "exceptions", "warning", "warnings", "timeout",
        "timeouts",
        "hit", "hits", "match", "matches", "line", "lines", "entry", "entries", "event", "events", "occurrence",
        "occurrences", "problem", "problems", "sign", "signs", "trace", "traces", "evidence", "change", "changes",
        "deploy", "deploys", "deployment", "deployments", "mention", "mentions", "message", "messages", "crash",
        "crashes", "restart", "restarts", "anomaly", "anomalies",
    ]
    private static let negations: Set<String> = ["no", "zero", "without", "neither", "nor"]
    private static let verbs: Set<String> = [
        "found", "logged", "changed", "happened", "appeared", "occurred", "failed", "matched", "wrong", "seen",
    ]

    /// True for `no errors were logged`, `without a single timeout`, `nothing changed` and the like.
    package static func isMade(in statement: String) -> Bool {
        let words = statement.lowercased().split { !$0.isLetter && $0 != "'" }
        for (index, word) in words.enumerated() {
            let next = words[(index + 1)...]
            switch String(word) {
            case let word where negations.contains(word):
                if next.prefix(4).contains(where: { nouns.contains(String($0)) }) { return true }
            case "nothing", "none":
                if next.prefix(3).contains(where: { verbs.contains(String($0)) }) { return true }
            case "never":
                if next.prefix(2).contains(where: { verbs.contains(String($0)) }) { return true }
            case "not", "didn't", "don't":
                if next.first == "any" || next.first == "find" || next.prefix(2).elementsEqual(["a", "single"]) {
                    return true
                }
            default: break
            }
        }
        return false
    }

    /// The sources of which the evidence did not see all, so that nothing can be said to be missing there.
    package static func gaps(in coverage: [Coverage]) -> [Coverage] {
        coverage.filter { $0.value != .complete && $0.value != .emptyComplete }
    }
}
