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
    private static let zeros: Set<String> = ["0", "zero"]
    /// What stands between what is counted and a zero.
    private static let equals: Set<String> = [
        "is", "are", "was", "were", "be", "been", "being", "stayed", "stays", "remained", "remains", "equals", "came",
        "at", "to", "of", "exactly", "reads", "read", "shows", "showed",
    ]
    /// What begins to tell of something else.
    private static let breaks: Set<String> = [
        "before", "after", "because", "at", "when", "while", "since", "until", "then",
    ]
    /// What a result is called that counts what was found.
    private static let counters: Set<String> = [
        "total", "totals", "count", "counts", "matched", "matching", "found", "hits", "matches", "errors", "failures",
        "rows", "lines", "changes", "events", "entries", "warnings", "exceptions", "timeouts", "results", "records",
        "occurrences", "anomalies", "alerts", "restarts", "findings", "deploys", "size", "length",
    ]
    /// What is said never to have happened.
    private static let troubles: Set<String> = [
        "fail", "failed", "fails", "failing", "down", "broke", "broken", "erred", "died", "unavailable", "unreachable",
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
            .split { !$0.isLetter && !$0.isNumber && $0 != "'" && $0 != "." && $0 != "-" }
            .flatMap { Self.words(in: $0) }
        return words.indices.contains { isMade(by: words[$0], before: words[($0 + 1)...], after: words[..<$0]) }
    }

    /// `error-free` are two words; `redis-0` and `zero-downtime` are one.
    private static func words(in text: Substring) -> [String] {
        var words: [String] = []
        for part in text.split(separator: "-") {
            let isMark: (Character) -> Bool = { $0 == "." || $0 == "'" }
            let word = String(part.drop(while: isMark).reversed().drop(while: isMark).reversed())
            guard let first = word.first else { continue }
            if let last = words.last, let end = last.last,
                first.isNumber || end.isNumber || word == "zero" || last == "zero"
            {
                words[words.count - 1] = last + "-" + word
            } else {
                words.append(word)
            }
        }
        return words
    }

    private static func isMade(
        by word: String, before next: ArraySlice<String>, after last: ArraySlice<String>
    ) -> Bool {
        switch word {
        case "no": isNone(of: next)
        case let zero where zeros.contains(zero): isCount(next) || isCounted(last)
        case let word where word.hasPrefix("0-") || word.hasPrefix("zero-"): isNoun(word)
        case "without", "neither", "nor": next.prefix(4).contains { isNoun($0) || $0 == "any" }
        case "nothing", "none", "nobody", "nowhere": !["but", "except", "less", "other"].contains(next.first)
        case "never":
            isDenied(next) || next.prefix(2).contains(where: troubles.contains) || hasNoun(next.prefix(3))
        case "absent": hasNoun(next.prefix(3)) || endsOnNoun(last.suffix(5))
        case "absence": hasNoun(next.prefix(4)) || endsOnNoun(last.suffix(1))
        case "lacks", "lacking", "devoid": hasNoun(next.prefix(4))
        case "lack": next.first == "of" && hasNoun(next.dropFirst().prefix(2))
        case "free": next.first == "of" || next.first == "from" || last.last.map(isNoun) ?? false
        case let word where word == "not" || word == "cannot" || word.hasSuffix("n't"): isDenied(next)
        default: false
        }
    }

    /// `log any`, `reported`, `a single`, after a `not`.
    private static func isDenied(_ words: ArraySlice<String>) -> Bool {
        words.prefix(4).contains("any") || words.prefix(2).contains(where: verbs.contains)
            || words.prefix(3).contains("single")
    }

    /// Whether something that is counted is told of, before the words tell of something else.
    private static func hasNoun(_ words: ArraySlice<String>) -> Bool {
        words.prefix(while: { !breaks.contains($0) }).contains(where: isNoun)
    }

    /// The same of the words that stand before one.
    private static func endsOnNoun(_ words: ArraySlice<String>) -> Bool {
        words.reversed().prefix(while: { !breaks.contains($0) }).contains(where: isNoun)
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
        return hasNoun(words.prefix(4))
    }

    /// `The error count was`, `errors:`, before a zero.
    private static func isCounted(_ words: ArraySlice<String>) -> Bool {
        guard let last = words.last else { return false }
        if isNoun(last), last.hasSuffix("s") || words.dropLast().last.map(counts.contains) ?? false { return true }
        guard equals.contains(last) || counts.contains(last) else { return false }
        return words.suffix(6).contains { isNoun($0) || counts.contains($0) }
    }

    private static func isNoun(_ whole: String) -> Bool {
        let word = whole.split(separator: "-").last.map { String($0) } ?? whole
        let forms = [
            word, String(word.dropLast(word.hasSuffix("s") ? 1 : 0)),
            String(word.dropLast(word.hasSuffix("es") ? 2 : 0)), word.hasSuffix("ies") ? word.dropLast(3) + "y" : word,
        ]
        return forms.contains(where: nouns.contains)
            || word.count == 3 && word.hasSuffix("xx") && "45".contains(word.prefix(1))
    }

    /// Whether a value says that nothing was found: as a result of what was not all seen it shows nothing, whatever is
    /// said of it.
    ///
    /// - Parameter pointer: Where it stands in an output. Deep in one only a counter is a result: a sample of 0 was
    ///   seen.
    package static func isEmptyResult(_ value: JSONValue, at pointer: JSONPointer) -> Bool {
        let name = pointer.tokens.last?.lowercased() ?? ""
        guard pointer.tokens.count <= 1 || counters.contains(name) || name.hasSuffix("count") else { return false }
        return switch value {
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
