/// What a series measures, by general words of its name and labels.
enum Symptom: Sendable {
    /// Failing, waiting, being refused: what users feel.
    case failure
    /// Time that things take, or wait.
    case delay
    /// Anything else: load, resources, settings.
    case other

    private static let failures = [
        "error", "fail", "timeout", "timed_out", "reject", "denied", "refused", "unauthorized", "forbidden", "5xx",
        "4xx", "exception", "panic", "unavailable", "abort", "throttle", "drop", "lost", "missing", "oom", "restart",
        "evict", "deadlock", "retry", "retries", "expired", "invalid",
    ]
    private static let delays = [
        "latency", "duration", "_wait", "wait_", "queue", "backlog", "lag", "pending", "response_time", "blocked",
    ]

    init(_ series: Series) {
        let texts = [series.name] + series.labels.filter { !SuspectFinder.grouping.contains($0.name) }.map(\.value)
        let lower = texts.map { $0.lowercased() }
        func has(_ words: [String]) -> Bool { lower.contains { text in words.contains { text.contains($0) } } }
        // The seconds in which a processor was held back are failures to run, whatever else the name says.
        self = has(Self.failures) || NameHints.speaksOfTrouble(series) ? .failure : has(Self.delays) ? .delay : .other
    }
}
