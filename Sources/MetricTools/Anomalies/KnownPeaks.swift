/// The peaks of a series in the last week: what came twice before, as high, belongs to it.
struct KnownPeaks {
    /// So many earlier peaks make one usual.
    private static let enough = 2
    /// A peak is as high as another when it is not higher by more than this share.
    private static let tolerance = 1.05

    private let memory: Int
    private let apart: Int
    private var peaks: [(index: Int, height: Double)] = []

    /// - Parameters:
    ///   - memory: Samples after which a peak is forgotten.
    ///   - apart: Samples within which all is one peak.
    init(memory: Int, apart: Int) {
        self.memory = memory
        self.apart = apart
    }

    /// Whether a value so far from what was expected is usual; then remembers it.
    mutating func isUsual(_ height: Double, at index: Int, isPoint: Bool) -> Bool {
        peaks.removeAll { index - $0.index > memory }
        let earlier = peaks.count { $0.height * Self.tolerance >= height }
        if let last = peaks.last, index - last.index <= apart {
            if isPoint { peaks[peaks.count - 1].height = max(last.height, height) }
        } else {
            peaks.append((index, height))
        }
        return isPoint && earlier >= Self.enough
    }
}
