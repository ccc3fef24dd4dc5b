/// A series as change detection looks at it: finite values in the order of time.
struct Signal: Sendable {
    enum Shape: Hashable, Sendable {
        /// Events a second, out of increments that are whole numbers: their noise grows with their level.
        case counts
        /// Amounts a second, out of increments of any size.
        case rate
        /// Values as they are.
        case level
    }

    /// The number of the series among those examined.
    let series: Int
    let shape: Shape
    /// Milliseconds since 1970; for increments the end of the interval.
    let times: [Int64]
    /// Levels, or amounts a second.
    let values: [Double]
    /// Increments and the seconds in which they came; empty for levels.
    let increments: [Double]
    let seconds: [Double]
    /// Milliseconds since 1970 of the sample before the first.
    let before: Int64

    /// The sample before an index, in milliseconds since 1970.
    func time(before index: Int) -> Int64 { index > 0 ? times[index - 1] : before }

    /// Milliseconds between samples, as a rule.
    var interval: Int64 {
        guard times.count > 1 else { return 0 }
        return Order.median((1..<times.count).map { Double(times[$0] - times[$0 - 1]) }).map { Int64($0) } ?? 0
    }
}
