/// Order statistics.
enum Order {
    /// The middle value; nil when there is none.
    static func median(_ values: some Collection<Double>) -> Double? { quantile(values, 0.5) }

    /// The value below which a share of the values lies, interpolated; nil when there is none.
    static func quantile(_ values: some Collection<Double>, _ share: Double) -> Double? {
        let sorted = values.sorted()
        guard let last = sorted.last else { return nil }
        let place = share * Double(sorted.count - 1)
        let index = min(max(0, Int(place)), sorted.count - 1)
        guard index + 1 < sorted.count else { return last }
        let share = place - Double(index)
        let difference = sorted[index + 1] - sorted[index]
        // Two great numbers may lie farther apart than a number can tell.
        guard difference.isFinite else { return sorted[index] * (1 - share) + sorted[index + 1] * share }
        return sorted[index] + difference * share
    }

    /// The mean without the largest tenth, at least one value.
    static func trimmedMean(_ values: [Double]) -> Double? {
        let kept = values.sorted().dropLast(max(1, values.count / 10))
        return kept.isEmpty ? nil : kept.reduce(0, +) / Double(kept.count)
    }
}
