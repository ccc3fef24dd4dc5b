internal import Glibc

/// What one measure of a series has been so far, and how far beyond that a value would be unusual.
///
/// The level that is passed once in `returnPeriod` samples is extrapolated from the mean excess of the upper tenth, as of
/// an exponential tail: a heavy tail has a large excess and is given room. Nothing is tuned to a series.
struct TailHistory {
    private let returnPeriod: Double
    /// The most values that are remembered.
    private static let capacity = 8192

    private var sorted: [Double] = []
    private var order: [Double] = []
    private var oldest = 0
    private let minimum: Int

    /// - Parameters:
    ///   - minimum: With fewer values nothing is unusual.
    ///   - returnPeriod: A value is unusual when it is expected only once in so many samples.
    init(minimum: Int, returnPeriod: Double) {
        self.minimum = max(20, minimum)
        self.returnPeriod = returnPeriod
    }

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
        // What a few values say of the tail is uncertain: it may be heavier by so much.
        let room = 1 + 4 * max(0, 1 / Double(beyond).squareRoot() - 0.2)
        let level = edge + max(0, room * excess * log(Double(beyond) / Double(count) * returnPeriod))
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
