/// Fewer points that draw the same picture.
enum Decimation {
    /// At most `count` points: of each stretch the one that lies farthest from the stretch's mean, so that no peak is lost.
    static func thin(_ times: [Int64], _ values: [Double], to count: Int) -> [(time: Int64, value: Double)] {
        guard times.count > count else { return Array(zip(times, values)).map { (time: $0, value: $1) } }
        return (0..<count).map { part in
            let low = part * times.count / count
            let high = (part + 1) * times.count / count
            let stretch = values[low..<high].filter { !$0.isNaN }
            let mean = stretch.reduce(0, +) / Double(max(1, stretch.count))
            let index = (low..<high).max { abs(values[$0] - mean) < abs(values[$1] - mean) } ?? low
            return (time: times[index], value: values[index])
        }
    }
}
