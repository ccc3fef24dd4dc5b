/// Turns series into signals: counters into increments, all else as it is.
struct SignalBuilder {
    /// A signal has at least so many samples.
    static let minimumCount = 8
    /// Of greater values sums and squares would be no numbers; nothing is measured in them.
    private static let greatest = 1e100

    private let series: [Series]
    private let siblings: [String: Siblings]

    private let least: Int
    private let takesConstants: Bool

    /// - Parameters:
    ///   - least: With fewer samples a series has no signal.
    ///   - takesConstants: Whether a series that never changes has one: that it is there can be all that it tells.
    init(_ series: [Series], least: Int = minimumCount, takesConstants: Bool = false) {
        self.series = series
        self.least = least
        self.takesConstants = takesConstants
        siblings = Dictionary(grouping: series.indices) { series[$0].name }.mapValues { numbers in
            let starts = numbers.compactMap { series[$0].points.isEmpty ? nil : series[$0].points.time(0) }
            return Siblings(numbers: numbers, start: starts.min() ?? .max)
        }
    }

    /// The series of one name, and when the first of them begins.
    private struct Siblings {
        let numbers: [Int]
        let start: Int64
    }

    /// Whether a series is looked at; a histogram's buckets say together what its sum and count say.
    func isExamined(_ number: Int) -> Bool {
        switch series[number].kind {
        case .bucket, .created, .info: false
        case .counter, .gauge, .unknown: true
        }
    }

    /// The signal of a series; nil when it is too short, or constant where those are not taken.
    func signal(_ number: Int) -> Signal? {
        let points = series[number].points
        var times: [Int64] = []
        var values: [Double] = []
        for index in 0..<points.count where abs(points.values[index]) <= Self.greatest {
            times.append(points.time(index))
            values.append(points.values[index])
        }
        guard let first = values.first else { return nil }
        if series[number].kind == .counter { prependSilence(number, &times, &values) }
        let isConstant = values.allSatisfy { $0 == first }
        guard times.count >= least, takesConstants || !isConstant else { return nil }
        let isCumulative = !isConstant && (series[number].kind == .counter || Self.isMonotone(values))
        return isCumulative
            ? increments(number, times, values)
            : Signal(
                series: number, shape: .level, times: times, values: values, increments: [], seconds: [],
                before: times[0])
    }

    /// A counter that appears while others of its name are already there stood at zero before: many programs export a
    /// counter only once it counted something.
    private func prependSilence(_ number: Int, _ times: inout [Int64], _ values: inout [Double]) {
        guard let start = times.first, let end = times.last, let siblings = siblings[series[number].name],
            siblings.start < start
        else { return }
        var longest: [Int64] = []
        for other in siblings.numbers where other != number {
            let points = series[other].points
            guard points.count > 0, points.time(points.count - 1) >= end else { continue }
            let earlier = points.firstIndex(notBefore: start)
            if earlier > longest.count { longest = (0..<earlier).map(points.time) }
        }
        guard longest.count > 2 else { return }
        times = longest + times
        values = [Double](repeating: 0, count: longest.count) + values
    }

    /// Values that only ever move one way, and do so often, are sums of something.
    private static func isMonotone(_ values: [Double]) -> Bool {
        var rises = 0
        var falls = 0
        for index in values.indices.dropFirst() {
            if values[index] > values[index - 1] { rises += 1 } else if values[index] < values[index - 1] { falls += 1 }
        }
        guard values.count >= 12 else { return false }
        return min(rises, falls) == 0 && max(rises, falls) * 10 >= values.count * 3
    }

    private func increments(_ number: Int, _ times: [Int64], _ values: [Double]) -> Signal? {
        var increments: [Double] = []
        var seconds: [Double] = []
        let isCounter = series[number].kind == .counter
        for index in values.indices.dropFirst() {
            let difference = values[index] - values[index - 1]
            // A counter that falls has begun anew at zero.
            increments.append(isCounter && difference < 0 ? max(0, values[index]) : difference)
            seconds.append(max(0.001, Double(times[index] - times[index - 1]) / 1000))
        }
        guard let first = increments.first, increments.contains(where: { $0 != first }) || first != 0 else {
            return nil
        }
        let areCounts = increments.allSatisfy { $0 >= 0 && $0 < 1e15 && $0 == $0.rounded() }
        return Signal(
            series: number, shape: areCounts ? .counts : .rate, times: Array(times.dropFirst()),
            values: zip(increments, seconds).map { $0 / $1 }, increments: increments, seconds: seconds,
            before: times[0])
    }
}
