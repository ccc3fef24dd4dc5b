internal import Policy

/// Finds values within messages whose share changed, such as a host that was not there before.
struct ChangedValues {
    private struct Change {
        let value: CompareLogPatterns.ChangedValue
        let gain: Double
    }

    private let patterns: [MinedPattern<PatternCounts>]
    private let redactor: Redactor

    init(_ patterns: [MinedPattern<PatternCounts>], redactor: Redactor) {
        self.patterns = patterns
        self.redactor = redactor
    }

    /// Those that chance does not explain, the surest first.
    func found(limit: Int) -> [CompareLogPatterns.ChangedValue] {
        var changes: [Change] = []
        var comparisons = 0
        for pattern in patterns where pattern.tally.before >= 10 && pattern.tally.during >= 5 {
            let before = pattern.parameters(during: false).places
            let during = pattern.parameters(during: true).places
            for (index, place) in during.enumerated() where before.indices.contains(index) {
                let former = before[index]
                // Where nearly every line has another value, a new one tells nothing.
                guard !former.isDiverse, !place.isDiverse, former.seen >= 10, place.seen >= 5 else { continue }
                for value in Set(former.values.keys).union(place.values.keys) {
                    comparisons += 1
                    let counts = (former.values[value] ?? 0, place.values[value] ?? 0)
                    let gain = Likelihood.gain((former.seen, counts.0), (place.seen, counts.1))
                    let shares = (Double(counts.0) / Double(former.seen), Double(counts.1) / Double(place.seen))
                    guard shares.1 >= 2 * shares.0 || shares.0 >= 2 * shares.1 else { continue }
                    changes.append(
                        Change(
                            value: described(pattern, index + 1, value, counts, shares), gain: gain))
                }
            }
        }
        let threshold = Likelihood.threshold(comparisons: comparisons)
        return changes.filter { $0.gain > threshold }
            .sorted { ($1.gain, $0.value.template, $0.value.value) < ($0.gain, $1.value.template, $1.value.value) }
            .prefix(limit).map(\.value)
    }

    private func described(
        _ pattern: MinedPattern<PatternCounts>, _ parameter: Int, _ value: [UInt8], _ counts: (Int, Int),
        _ shares: (Double, Double)
    ) -> CompareLogPatterns.ChangedValue {
        let percent = { (share: Double) in "\(Int((share * 100).rounded())) %" }
        let explains =
            counts.0 == 0
            ? "not seen before, in \(percent(shares.1)) of these lines since"
            : "in \(percent(shares.0)) of these lines before, in \(percent(shares.1)) since"
        return CompareLogPatterns.ChangedValue(
            template: pattern.template.shown(redactor), source: pattern.source, parameter: parameter,
            value: redactor.redact(ShownText.make(value.span)), before: counts.0, during: counts.1, explains: explains)
    }
}
