internal import Model

/// Takes series from a server's answers, piece by piece, and holds no more of them than it may.
struct SeriesCollector {
    /// The most labels of a series; further ones are left out.
    static let maximumLabels = 64

    private(set) var samples = 0
    /// Samples that were not kept, for there were too many.
    private(set) var excess = 0
    /// Samples of histograms without buckets of their own, which have no single value.
    var histograms = 0
    private(set) var first: Int64?
    private(set) var last: Int64?
    private var numbers: [SeriesIdentity: Int] = [:]
    private var identities: [SeriesIdentity] = []
    private var points: [Points] = []
    private let scale: Points.Scale
    private let span: TimeSpan
    private let maximumSamples: Int
    private let maximumSeries: Int

    /// Keeps samples within the span.
    init(span: TimeSpan, maximumSamples: Int, maximumSeries: Int) {
        self.span = span
        self.maximumSamples = maximumSamples
        self.maximumSeries = maximumSeries
        scale = Points.Scale(span)
    }

    var count: Int { identities.count }

    /// The number of a series; nil for one too many.
    mutating func number(_ identity: SeriesIdentity) -> Int? {
        if let number = numbers[identity] { return number }
        guard identities.count < maximumSeries else { return nil }
        numbers[identity] = identities.count
        identities.append(identity)
        points.append(Points(scale: scale))
        return identities.count - 1
    }

    mutating func add(_ milliseconds: Int64, _ value: Double, to number: Int?) {
        guard let number, samples < maximumSamples else {
            excess += 1
            return
        }
        guard span.contains(Timestamp(milliseconds: milliseconds)), points[number].append(milliseconds, value) else {
            return
        }
        samples += 1
        first = min(first ?? milliseconds, milliseconds)
        last = max(last ?? milliseconds, milliseconds)
    }

    /// From the first sample to just after the last; nil when there is none.
    var extent: TimeSpan? {
        guard let first, let last else { return nil }
        return TimeSpan(
            start: Timestamp(milliseconds: first), end: Timestamp(milliseconds: last).advanced(byNanoseconds: 1_000_000)
        )
    }

    /// The series with samples, in the order in which they came.
    mutating func finish(_ families: FamilyTable) -> [Series] {
        var series: [Series] = []
        series.reserveCapacity(points.count)
        for number in points.indices {
            points[number].sort()
            guard !points[number].isEmpty else { continue }
            let identity = identities[number]
            let (kind, unit) = families.meaning(of: identity.name)
            series.append(
                Series(name: identity.name, labels: identity.labels, kind: kind, unit: unit, points: points[number]))
        }
        points = []
        return series
    }
}
