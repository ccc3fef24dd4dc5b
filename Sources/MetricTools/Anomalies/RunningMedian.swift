/// The middle of the last values.
struct RunningMedian {
    private var sorted: [Double] = []
    private var ring: [Double] = []
    private var oldest = 0
    private let length: Int

    init(_ length: Int) { self.length = max(1, length) }

    /// The middle of the values so far; nil without any.
    var value: Double? { sorted.isEmpty ? nil : sorted[sorted.count / 2] }

    mutating func add(_ value: Double) {
        if ring.count < length {
            ring.append(value)
        } else {
            sorted.remove(at: place(ring[oldest]))
            ring[oldest] = value
            oldest = (oldest + 1) % length
        }
        sorted.insert(value, at: place(value))
    }

    private func place(_ value: Double) -> Int {
        var low = 0
        var high = sorted.count
        while low < high {
            let middle = (low + high) / 2
            if sorted[middle] < value { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
