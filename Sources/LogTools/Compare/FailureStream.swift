/// The failing and other lines of one file over time.
struct FailureStream {
    /// A line by its place.
    struct Mark: Hashable {
        let instant: Int64
        /// Nil where its number is not known.
        let line: Int?
        let offset: Int
    }

    /// Where failing lines begin to follow one another.
    struct Run: Hashable {
        let mark: Mark
        let linesBefore: Int
        let failuresBefore: Int
    }

    /// Lines of one stretch of time.
    struct Bin: Hashable {
        var lines = 0
        var failures = 0
        var firstFailure: Mark?
    }

    /// So many failing lines in a row are a run.
    static let runLength = 3
    private static let maximumBins = 20_000
    private static let maximumRuns = 1000

    let source: String
    let file: String
    private(set) var isAccess = false
    private(set) var lines = 0
    private(set) var failures = 0
    private(set) var runs: [Run] = []
    private(set) var bins: [Int64: Bin] = [:]
    /// In nanoseconds.
    let binWidth: Int64
    private var current: Run?
    private var length = 0

    init(source: String, file: String, spanLength: Int64) {
        self.source = source
        self.file = file
        binWidth = max(1_000_000_000, spanLength / Int64(Self.maximumBins) + 1)
    }

    /// Takes the next line of the file.
    mutating func add(isFailing: Bool, isAccess: Bool, _ mark: Mark) {
        if isAccess { self.isAccess = true }
        let bin = mark.instant / binWidth
        // Lines far out of order may reach over more stretches than the span has.
        if bins.count < 2 * Self.maximumBins || bins[bin] != nil {
            bins[bin, default: Bin()].lines += 1
            if isFailing {
                bins[bin, default: Bin()].failures += 1
                if bins[bin]?.firstFailure == nil { bins[bin]?.firstFailure = mark }
            }
        }
        if isFailing {
            if length == 0 { current = Run(mark: mark, linesBefore: lines, failuresBefore: failures) }
            length += 1
            if length == Self.runLength, let current, runs.count < Self.maximumRuns { runs.append(current) }
            failures += 1
        } else {
            length = 0
        }
        lines += 1
    }

    /// Lines and failures in a stretch of time, in whole bins.
    func count(from start: Int64, to end: Int64) -> (lines: Int, failures: Int) {
        var lines = 0
        var failures = 0
        for (bin, content) in bins where bin >= start / binWidth && bin < end / binWidth {
            lines += content.lines
            failures += content.failures
        }
        return (lines, failures)
    }
}
