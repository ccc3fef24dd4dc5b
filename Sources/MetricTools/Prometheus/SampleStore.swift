/// Samples of many series in the order in which they come, each in one place for as long as they are gathered.
///
/// A server gives a stretch of time of one series after another. What grows by being copied, for each of thousands of
/// series, would hold much more than it has; here nothing is moved until all that a series has is known.
struct SampleStore {
    /// Bytes of a sample.
    static let sampleSize = 12
    /// Bytes of what is remembered of neighbours of one series, with the room that growing takes.
    static let runSize = 48

    /// Neighbours that belong to one series.
    private struct Run {
        let start: Int
        var count: Int
        /// The next one of the series; -1 for none.
        var next = -1
    }

    private struct Track {
        var first = -1
        var last = -1
        var count = 0
    }

    private var blocks: [SampleBlock?] = []
    /// Of each block the samples that were not taken yet.
    private var open: [Int] = []
    private var runs: [Run] = []
    private var tracks: [Track] = []
    private var count = 0

    /// Bytes that the samples take.
    var held: Int { count * Self.sampleSize + runs.count * Self.runSize }

    /// Makes room for one more series, which has the next number.
    mutating func addSeries() { tracks.append(Track()) }

    /// Adds a sample to the series of a number; false where the system has no memory for it.
    mutating func append(_ offset: UInt32, _ value: Double, to number: Int) -> Bool {
        if count == blocks.count * SampleBlock.capacity {
            guard let block = SampleBlock() else { return false }
            blocks.append(block)
            open.append(SampleBlock.capacity)
        }
        blocks[blocks.count - 1]?[count % SampleBlock.capacity] = (offset, value)
        let last = tracks[number].last
        // The run that was begun last goes on to the end of what there is.
        if last >= 0, last == runs.count - 1 {
            runs[last].count += 1
        } else {
            if last >= 0 { runs[last].next = runs.count } else { tracks[number].first = runs.count }
            tracks[number].last = runs.count
            runs.append(Run(start: count, count: 1))
        }
        tracks[number].count += 1
        count += 1
        return true
    }

    /// The samples of a series, which are let go here.
    mutating func take(_ number: Int, scale: Points.Scale) -> Points {
        var points = Points(scale: scale, count: tracks[number].count)
        var next = tracks[number].first
        tracks[number] = Track()
        while next >= 0 {
            let run = runs[next]
            var place = run.start
            while place < run.start + run.count {
                let block = place / SampleBlock.capacity
                let low = place % SampleBlock.capacity
                let high = min(SampleBlock.capacity, low + run.start + run.count - place)
                for index in low..<high {
                    guard let (offset, value) = blocks[block]?[index] else { continue }
                    points.append(offset: offset, value)
                }
                open[block] -= high - low
                if open[block] == 0 { blocks[block] = nil }
                place += high - low
            }
            next = run.next
        }
        points.sort()
        return points
    }
}
