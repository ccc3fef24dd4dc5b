internal import Glibc

/// What one measure of a series has been so far, and how far beyond that a value would be unusual.
///
/// The level that is passed once in `returnPeriod` samples is extrapolated from the mean excess of the upper tenth, as of
/// an exponential tail: a heavy tail has a large excess and is given room. Nothing is tuned to a series.
struct TailHistory {
    /// A value is unusual when it is expected only once in so many samples.
    static let returnPeriod = 5000.0
    /// The most values that are remembered.
    private static let capacity = 8192

    private var sorted: [Double] = []
    private var order: [Double] = []
    private var oldest = 0
    private let minimum: Int

    /// - Parameter minimum: With fewer values nothing is unusual.
    init(minimum: Int) { self.minimum = max(20, minimum) }

    /// How far a value lies beyond the middle of all before it, in units of the unusual level; then remembers it.
    mutating func surprise(_ value: Double) -> Double {
        let result = sorted.count >= minimum ? measure(value) : 0
        remember(value)
        return result
    }

    private func measure(_ value: Double) -> Double {
        let count = sorted.count
        let middle = sorted[count / 2]
        guard value > middle else { return 0 }
        let beyond = max(5, count / 10)
        let edge = sorted[count - beyond - 1]
        var sum = 0.0
        for index in count - beyond..<count { sum += sorted[index] }
        let excess = sum / Double(beyond) - edge
        let level = edge + max(0, excess * log(Double(beyond) / Double(count) * Self.returnPeriod))
        return (value - middle) / (level - middle + 1e-9 + 0.01 * abs(middle))
    }

    private mutating func remember(_ value: Double) {
        if order.count < Self.capacity {
            order.append(value)
        } else {
            sorted.remove(at: min(place(of: order[oldest]), sorted.count - 1))
            order[oldest] = value
            oldest = (oldest + 1) % Self.capacity
        }
        sorted.insert(value, at: place(of: value))
    }

    private func place(of value: Double) -> Int {
        var low = 0
        var high = sorted.count
        while low < high {
            let middle = (low + high) / 2
            if sorted[middle] < value { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
