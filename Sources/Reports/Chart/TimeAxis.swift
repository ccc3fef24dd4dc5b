internal import Model

/// A horizontal axis of UTC with round times.
struct TimeAxis: Sendable {
    private static let seconds: [Int64] = [
        1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400,
    ]

    let span: TimeSpan
    let ticks: [(time: Timestamp, label: String)]

    /// - Parameter maximum: how many labels there is room for.
    init(_ span: TimeSpan, maximum: Int) {
        self.span = span
        let length = max(1, span.length / 1_000_000_000)
        let room = Int64(max(2, maximum))
        let days = length / 86_400 / room + 1
        let step = Self.seconds.first { length / $0 < room } ?? days * 86_400
        let isDays = step >= 86_400
        let crosses = Moment.day(span.start) != Moment.day(span.end)
        var ticks: [(time: Timestamp, label: String)] = []
        var second = Self.next(span.start.milliseconds / 1000, step)
        while ticks.count <= maximum {
            let time = Timestamp(milliseconds: second * 1000)
            guard time <= span.end, time.nanoseconds < .max else { break }
            if time >= span.start {
                let day = Moment.day(time).dropFirst(5)
                let clock = Moment.clock(time)
                let label = isDays ? String(day) : crosses ? "\(day) \(clock.prefix(5))" : clock
                ticks.append((time, label))
            }
            second += step
        }
        self.ticks = ticks
    }

    /// From 0 at the start to 1 at the end; not clamped.
    func fraction(_ time: Timestamp) -> Double {
        let length = Double(span.length)
        return length > 0 ? Double(time.nanoseconds(since: span.start)) / length : 0
    }

    private static func next(_ second: Int64, _ step: Int64) -> Int64 {
        let rest = second % step
        return second - (rest < 0 ? rest + step : rest)
    }
}
