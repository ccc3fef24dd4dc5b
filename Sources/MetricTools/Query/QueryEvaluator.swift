package import Model

/// A result of a query: one value a step, where there is one.
package struct Track: Sendable {
    package let name: String
    /// Ordered by name.
    package let labels: [Label]
    package let unit: String?
    /// One a step; nan where there is none.
    package var values: [Double]

    /// Its name and labels as PromQL writes them.
    var description: String { Series.text(name: name, labels: labels) }

    /// The same in a unit, unless it tells its own.
    func measured(in unit: String?) -> Track {
        Track(name: name, labels: labels, unit: self.unit ?? unit, values: values)
    }
}

/// The instants at which a query is evaluated.
package struct StepGrid: Sendable {
    /// Milliseconds since 1970 of the first instant.
    package let start: Int64
    /// Milliseconds from one to the next.
    package let step: Int64
    package let count: Int

    /// The instants `start`, `start + step`, … that lie within the span.
    package init(span: TimeSpan, step: Int64) {
        start = span.start.milliseconds
        self.step = max(1, step)
        let length = max(0, span.end.milliseconds - start)
        count = span.isEmpty ? 0 : Int(min((length - 1) / self.step + 1, Int64(GridRoom.maximumInstants)))
    }

    package func time(_ index: Int) -> Int64 { start + Int64(index) * step }
}

/// Evaluates a query over series at every instant of a grid, as Prometheus does over a range.
package struct QueryEvaluator: Sendable {
    /// How long a sample stands for the instants after it, in milliseconds.
    package static let lookback: Int64 = 300_000

    private let grid: StepGrid
    private let series: [Series]

    package init(series: [Series], grid: StepGrid) {
        self.series = series
        self.grid = grid
    }

    /// The tracks of a query; those without any value are left out.
    /// - Throws: `CancellationError`.
    package func evaluate(_ query: Query) throws -> [Track] {
        try tracks(query).filter { $0.values.contains { !$0.isNaN } }
    }

    private func tracks(_ query: Query) throws -> [Track] {
        switch query {
        case .number: []
        case .selector(let selector): try selected(selector).map(instants)
        case .function(let function, let selector, let range):
            try selected(selector).map { try ranges($0, function, range) }
        case .aggregate(let aggregation, let grouping, let inner):
            try aggregate(try tracks(inner), aggregation, grouping)
        case .negated(let inner): try mapped(inner) { -$0 }
        case .arithmetic(let symbol, let left, let right):
            if left.isScalar {
                try mapped(right, Self.operation(symbol, scalar(left), isLeft: true))
            } else {
                try mapped(left, Self.operation(symbol, scalar(right), isLeft: false))
            }
        }
    }

    private func scalar(_ query: Query) -> Double {
        switch query {
        case .number(let value): value
        case .negated(let inner): -scalar(inner)
        case .arithmetic(let symbol, let left, let right): Self.apply(symbol, scalar(left), scalar(right))
        case .selector, .function, .aggregate: .nan
        }
    }

    private static func apply(_ symbol: Query.Operator, _ left: Double, _ right: Double) -> Double {
        switch symbol {
        case .add: left + right
        case .subtract: left - right
        case .multiply: left * right
        case .divide: left / right
        }
    }

    private static func operation(
        _ symbol: Query.Operator, _ number: Double, isLeft: Bool
    ) -> (Double) -> Double {
        { isLeft ? apply(symbol, number, $0) : apply(symbol, $0, number) }
    }

    private func mapped(_ query: Query, _ transform: (Double) -> Double) throws -> [Track] {
        try tracks(query).map { track in
            try Task.checkCancellation()
            // What is computed has no name and, after a product, not the unit that it had.
            return Track(name: "", labels: track.labels, unit: nil, values: track.values.map(transform))
        }
    }

    private func selected(_ selector: Selector) -> [Series] {
        series.filter { selector.accepts(name: $0.name, labels: $0.labels) }
    }

    private func instants(_ series: Series) throws -> Track {
        try Task.checkCancellation()
        var values = [Double](repeating: .nan, count: grid.count)
        var next = 0
        for index in 0..<grid.count {
            let time = grid.time(index)
            while next < series.points.count, series.points.time(next) <= time { next += 1 }
            guard next > 0, series.points.time(next - 1) > time - Self.lookback else { continue }
            values[index] = series.points.values[next - 1]
        }
        return Track(name: series.name, labels: series.labels, unit: series.unit, values: values)
    }

    private func ranges(_ series: Series, _ function: Query.Function, _ range: Int64) throws -> Track {
        var values = [Double](repeating: .nan, count: grid.count)
        var first = 0
        var next = 0
        for index in 0..<grid.count {
            // An instant takes as long as its range has samples.
            try Task.checkCancellation()
            let time = grid.time(index)
            while next < series.points.count, series.points.time(next) <= time { next += 1 }
            while first < next, series.points.time(first) <= time - range { first += 1 }
            let span = RangeSpan(start: time - range, end: time)
            values[index] = Self.extrapolated(series.points, first..<next, function, span) ?? .nan
        }
        return Track(name: "", labels: series.labels, unit: function.unit(of: series.unit), values: values)
    }

    private struct RangeSpan {
        let start: Int64
        let end: Int64
    }

    // As Prometheus extrapolates to the range's borders (promql/functions.go, extrapolatedRate): by at most half an
    // interval where the samples end well before a border, and never below zero for a counter.
    private static func extrapolated(
        _ points: Points, _ indices: Range<Int>, _ function: Query.Function, _ span: RangeSpan
    ) -> Double? {
        guard indices.count >= 2 else { return nil }
        let first = points.values[indices.lowerBound]
        var change = points.values[indices.upperBound - 1] - first
        if function != .delta {
            var previous = first
            for index in indices {
                if points.values[index] < previous { change += previous }
                previous = points.values[index]
            }
        }
        let startTime = points.time(indices.lowerBound)
        let endTime = points.time(indices.upperBound - 1)
        let sampled = Double(endTime - startTime)
        guard sampled > 0 else { return nil }
        let average = sampled / Double(indices.count - 1)
        var toStart = Double(startTime - span.start)
        var toEnd = Double(span.end - endTime)
        if toStart >= average * 1.1 { toStart = average / 2 }
        if function != .delta, change > 0, first >= 0 { toStart = min(toStart, sampled * (first / change)) }
        if toEnd >= average * 1.1 { toEnd = average / 2 }
        let result = change * (sampled + toStart + toEnd) / sampled
        return function == .rate ? result / (Double(span.end - span.start) / 1000) : result
    }
}
