package import JSON

/// Whether a statement says that something is not there, which evidence can show only when all of it was seen.
///
/// What is taken for one over evidence with gaps can be worded anew; what is not stands as checked. So it is wide.
package enum AbsenceClaim {
    /// What logs and metrics are searched for, and what counts it.
    private static let nouns: Set<String> = [
        "error", "failure", "exception", "warning", "timeout", "hit", "match", "line", "entry", "event", "occurrence",
        "problem", "sign", "trace", "evidence", "change", "deploy", "deployment", "mention", "message", "crash",
        "restart", "anomaly", "alert", "alarm", "kill", "response", "request", "retry", "drop", "outage", "incident",
        "fault", "panic", "log", "record", "row", "result", "sample", "reset", "spike", "rollback", "release",
        "segfault", "leak", "deadlock", "eviction", "violation", "rejection", "refusal", "loss", "issue", "oom",
    ]
    private static let counts: Set<String> = ["count", "rate", "number", "total", "sum", "ratio", "frequency"]
    private static let zeros: Set<String> = ["0", "zero", "nil"]
    /// What stands between what is counted and a zero.
    private static let equals: Set<String> = [
        "is", "are", "was", "were", "be", "been", "being", "stayed", "stays", "remained", "remains", "equals", "came",
        "at", "to", "of", "exactly", "reads", "read", "shows", "showed",
    ]
    /// What happened to something, or was done with it, where it is said that it did not.
    private static let verbs: Set<String> = [
        "find", "found", "see", "seen", "saw", "log", "logged", "happen", "happened", "appear", "appeared", "occur",
        "occurred", "observe", "observed", "record", "recorded", "report", "reported", "exist", "existed", "fired",
        "fire", "triggered", "present", "changed", "change", "restarted", "crashed", "detected", "detect",
    ]
    /// `no longer`, `no doubt` and the like say something else.
    private static let others: Set<String> = [
        "longer", "later", "sooner", "more", "less", "fewer", "doubt", "matter", "wonder", "need", "point", "idea",
        "earlier", "further",
    ]

    /// True for `no errors were logged`, `0 errors`, `the error count was zero`, `free of errors`, `nothing changed`,
    /// `never down` and the like.
    package static func isMade(in statement: String) -> Bool {
        let words = statement.lowercased().replacing("’", with: "'")
            .split { !$0.isLetter && !$0.isNumber && $0 != "'" && $0 != "." }
            .map { String($0.drop { $0 == "." }.reversed().drop { $0 == "." }.reversed()) }
        return words.indices.contains { isMade(by: words[$0], before: words[($0 + 1)...], after: words[..<$0]) }
    }

    private static func isMade(
        by word: String, before next: ArraySlice<String>, after last: ArraySlice<String>
    ) -> Bool {
        switch word {
        case "no": isNone(of: next)
        case let zero where zeros.contains(zero): isCount(next) || isCounted(last)
        case "without", "neither", "nor": next.prefix(4).contains { isNoun($0) || $0 == "any" }
        case "nothing", "none", "nobody", "nowhere": !["but", "except", "less", "other"].contains(next.first)
        case "never", "absent", "absence", "lacks", "lacking", "devoid": true
        case "lack": next.first == "of"
        case "free": next.first == "of" || next.first == "from" || last.last.map(isNoun) ?? false
        case let word where word == "not" || word == "cannot" || word.hasSuffix("n't"):
            next.prefix(4).contains("any") || next.prefix(2).contains(where: verbs.contains)
                || next.prefix(3).contains("single")
        default: false
        }
    }

    /// `No alerts fired`, but not `no longer reachable`, nor `no connection could be opened`, which was tried.
    private static func isNone(of next: ArraySlice<String>) -> Bool {
        guard let first = next.first, !others.contains(first) else { return false }
        return !next.prefix(4).contains { ["could", "can"].contains($0) }
    }

    /// `error lines`, after a zero; but not `at line`.
    private static func isCount(_ words: ArraySlice<String>) -> Bool {
        guard let first = words.first, !["at", "in", "on", "of", "to", "for", "and"].contains(first) else {
            return false
        }
        return words.prefix(4).contains(where: isNoun)
    }

    /// `The error count was`, `errors:`, before a zero.
    private static func isCounted(_ words: ArraySlice<String>) -> Bool {
        guard let last = words.last else { return false }
        if isNoun(last), last.hasSuffix("s") || words.dropLast().last.map(counts.contains) ?? false { return true }
        guard equals.contains(last) || counts.contains(last) else { return false }
        return words.suffix(6).contains { isNoun($0) || counts.contains($0) }
    }

    private static func isNoun(_ word: String) -> Bool {
        let forms = [
            word, String(word.dropLast(word.hasSuffix("s") ? 1 : 0)),
            String(word.dropLast(word.hasSuffix("es") ? 2 : 0)), word.hasSuffix("ies") ? word.dropLast(3) + "y" : word,
        ]
        return forms.contains(where: nouns.contains)
            || word.count == 3 && word.hasSuffix("xx") && "45".contains(word.prefix(1))
    }

    /// Whether a value says that there is nothing: as a result of what was not all seen it shows nothing, whatever is
    /// said of it.
    package static func isEmptyResult(_ value: JSONValue) -> Bool {
        switch value {
        case .bool(let isSo): !isSo
        case .number: value.doubleValue == 0
        case .string(let text): text.isEmpty
        case .null, .array, .object: false
        }
    }

    /// The sources of which the evidence did not see all, so that nothing can be said to be missing there.
    package static func gaps(in coverage: [Coverage]) -> [Coverage] {
        coverage.filter { $0.value != .complete && $0.value != .emptyComplete }
    }
}
