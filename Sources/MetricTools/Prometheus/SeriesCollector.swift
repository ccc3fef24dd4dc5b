internal import Model

/// Takes series from a server's answers, piece by piece, and holds no more of them than it may.
struct SeriesCollector {
    /// The most labels of a series; further ones are left out.
    static let maximumLabels = 64
    /// Bytes of what is held of a series besides its labels and samples: its number, the tables that find it, and the
    /// heads of its arrays.
    private static let seriesSize = 480
    /// Bytes of a label with texts that stand elsewhere or are short.
    private static let labelSize = 32
    /// A text of so many bytes has no memory of its own.
    private static let shortText = 15
    /// Bytes of a longer one besides what it says, with its place in the table.
    private static let textSize = 96

    private(set) var samples = 0
    /// Samples that were not kept, for there were too many.
    private(set) var excess = 0
    /// Samples of histograms without buckets of their own, which have no single value.
    var histograms = 0
    private(set) var first: Int64?
    private(set) var last: Int64?
    private var numbers: [SeriesIdentity: Int] = [:]
    private var identities: [SeriesIdentity] = []
    /// Names and values of labels, which many series share.
    private var texts: Set<String> = []
    private var store = SampleStore()
    /// Bytes of series without their samples.
    private var described = 0
    private let scale: Points.Scale
    private let span: TimeSpan
    private let room: Int
    private let maximumSeries: Int

    /// Keeps samples within the span.
    ///
    /// - Parameters:
    ///   - room: The most bytes that are held.
    ///   - maximumSeries: The most series, however small they are.
    init(span: TimeSpan, room: Int, maximumSeries: Int) {
        self.span = span
        self.room = room
        self.maximumSeries = maximumSeries
        scale = Points.Scale(span)
    }

    /// Bytes of all that is held.
    var held: Int { described + store.held }

    var count: Int { identities.count }

    /// The number of a series; nil for one for which there is no room.
    mutating func number(_ identity: SeriesIdentity) -> Int? {
        if let number = numbers[identity] { return number }
        let size = size(of: identity)
        guard identities.count < maximumSeries, held + size <= room else { return nil }
        described += size
        let labels = identity.labels.map { Label(shared($0.name), shared($0.value)) }
        let kept = SeriesIdentity(name: shared(identity.name), labels: labels)
        numbers[kept] = identities.count
        identities.append(kept)
        store.addSeries()
        return identities.count - 1
    }

    private func size(of identity: SeriesIdentity) -> Int {
        var size = Self.seriesSize + identity.labels.count * Self.labelSize
        func add(_ text: String) {
            if text.utf8.count > Self.shortText, !texts.contains(text) { size += Self.textSize + text.utf8.count }
        }
        add(identity.name)
        for label in identity.labels {
            add(label.name)
            add(label.value)
        }
        return size
    }

    /// The same text, in the memory of one that is held already.
    private mutating func shared(_ text: String) -> String {
        text.utf8.count > Self.shortText ? texts.insert(text).memberAfterInsert : text
    }

    mutating func add(_ milliseconds: Int64, _ value: Double, to number: Int?) {
        guard let number, held + SampleStore.sampleSize + SampleStore.runSize <= room else {
            excess += 1
            return
        }
        guard span.contains(Timestamp(milliseconds: milliseconds)), let offset = scale.offset(milliseconds) else {
            return
        }
        guard store.append(offset, value, to: number) else {
            excess += 1
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

    /// The series with samples, in the order in which they came; the collector lets them go.
    mutating func finish(_ families: FamilyTable) -> [Series] {
        numbers = [:]
        texts = []
        var series: [Series] = []
        series.reserveCapacity(identities.count)
        for number in identities.indices {
            let points = store.take(number, scale: scale)
            guard !points.isEmpty else { continue }
            let identity = identities[number]
            let (kind, unit) = families.meaning(of: identity.name)
            series.append(
                Series(name: identity.name, labels: identity.labels, kind: kind, unit: unit, points: points))
        }
        identities = []
        store = SampleStore()
        return series
    }
}
