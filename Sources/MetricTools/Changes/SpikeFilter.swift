/// Running medians, which remove spikes and leave steps where they are.
enum SpikeFilter {
    /// Removes what lasts one sample.
    static func three(_ values: [Double]) -> [Double] {
        guard values.count > 2 else { return values }
        var smooth = values
        for index in 1..<values.count - 1 {
            let (a, b, c) = (values[index - 1], values[index], values[index + 1])
            smooth[index] = max(min(a, b), min(max(a, b), c))
        }
        return smooth
    }

    /// Removes what lasts one sample or two.
    static func five(_ values: [Double]) -> [Double] {
        guard values.count > 4 else { return three(values) }
        var smooth = three(values)
        for index in 2..<values.count - 2 {
            let (a, b) = (min(values[index - 2], values[index - 1]), max(values[index - 2], values[index - 1]))
            let (c, d) = (min(values[index + 1], values[index + 2]), max(values[index + 1], values[index + 2]))
            // The least and the greatest of the four others are never the middle of the five.
            let low = max(a, c)
            let high = min(b, d)
            let (first, second) = (min(low, high), max(low, high))
            smooth[index] = max(min(first, second), min(max(first, second), values[index]))
        }
        return smooth
    }
}
