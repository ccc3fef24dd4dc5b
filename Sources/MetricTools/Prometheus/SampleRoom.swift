internal import Model

/// How much of a server is held: all of it together takes less memory than one answer may have bytes.
struct SampleRoom {
    /// The most series, however much room there is.
    private static let maximumSeries = 20_000
    /// About what a series takes besides its samples: its labels, and what finds it.
    private static let seriesSize = 800
    /// What a sample of the one series takes that is looked at.
    private static let examinedSize = 128

    /// Bytes of what is held; the rest of an answer's limit is for what comes and for what is made of it.
    let bytes: Int

    init(_ endpoint: Endpoint) { bytes = endpoint.maximumResponse / 16 * 11 }

    /// The most series of an answer.
    var series: Int { min(Self.maximumSeries, bytes / (Self.seriesSize + 16 * SampleStore.sampleSize)) }

    /// The most samples that so many series have together.
    func samples(of series: Int) -> Int {
        let series = max(1, series)
        let rest = max(0, bytes - series * Self.seriesSize)
        return rest / (SampleStore.sampleSize + Self.examinedSize / series)
    }

    /// The most series of so many instants, each of which has room whether there is a value or not.
    func series(of instants: Int) -> Int {
        min(series, bytes / (Self.seriesSize + max(1, instants) * MemoryLayout<Double>.stride))
    }
}
