internal import Model

extension QueryEvaluator {
    /// The results of a query as series of gauges, one sample a step, to be examined for changes.
    /// - Throws: `CancellationError`.
    static func examined(_ query: Query, _ series: [Series], _ span: TimeSpan, step: Int64) throws -> [Series] {
        let grid = StepGrid(span: span, step: step)
        let tracks = try QueryEvaluator(series: series, grid: grid).evaluate(query.tightened(to: step * 5 / 2))
        return tracks.map { track in
            var points = Points(scale: Points.Scale(span))
            for index in 0..<grid.count where !track.values[index].isNaN {
                points.append(grid.time(index), track.values[index])
            }
            return Series(name: track.name, labels: track.labels, kind: .gauge, unit: track.unit, points: points)
        }
    }

    /// Milliseconds between samples, the median of the series; nil when none has two.
    static func interval(_ series: [Series]) -> Int64? {
        let intervals = series.prefix(200).compactMap { one -> Double? in
            let count = one.points.count
            guard count > 1 else { return nil }
            return Order.median((1..<min(count, 50)).map { Double(one.points.time($0) - one.points.time($0 - 1)) })
        }
        return Order.median(intervals).map { max(1, Int64($0.rounded())) }
    }
}
