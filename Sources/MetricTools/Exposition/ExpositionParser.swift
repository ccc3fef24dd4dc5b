internal import Glibc
package import Model

/// Reads OpenMetrics and Prometheus text with timestamps from a stream of bytes.
///
/// Families may be interleaved, samples out of order; of several of one series and time the last is kept. Exemplars are
/// skipped. A malformed line is counted and left out. Time, line length and the number of series and samples are
/// bounded, so that a hostile file costs no more than an honest one.
///
/// Sources: OpenMetrics 1.0 (https://prometheus.io/docs/specs/om/open_metrics_spec/), Prometheus text format 0.0.4.
package struct ExpositionParser: Sendable {
    /// The longest line in bytes.
    package static let maximumLine = 64 << 10
    /// The most series that are kept.
    package static let maximumSeries = 100_000
    /// The most samples that are kept.
    package static let maximumSamples = 16_000_000
    static let maximumKeys = 200_000
    static let maximumKeyBytes = 64 << 20

    /// Tells whether the samples of a series are wanted.
    package typealias Filter = @Sendable (_ name: String, _ labels: [Label]) -> Bool

    package internal(set) var report = ExpositionReport()
    private var index = SeriesIndex()
    private var families = FamilyTable()
    private var numbers: [SeriesIdentity: Int] = [:]
    private var identities: [SeriesIdentity] = []
    private var buffers: [Points] = []
    private var kept = 0
    private var carry: [UInt8] = []
    private var isSkipping = false
    private let span: TimeSpan
    private let lower: Int64
    private let upper: Int64
    private let filter: Filter

    /// Keeps the samples within `span` of the series that the filter wants.
    package init(span: TimeSpan, filter: @escaping Filter = { _, _ in true }) {
        self.span = span
        lower = span.start.milliseconds
        upper = span.end.milliseconds
        self.filter = filter
    }

    /// Takes the next bytes of the file.
    package mutating func feed(_ chunk: Span<UInt8>) {
        report.bytes += chunk.count
        var start = 0
        while start < chunk.count {
            guard let end = Self.newline(chunk, from: start) else {
                keep(chunk.extracting(start..<chunk.count))
                return
            }
            let piece = chunk.extracting(start..<end)
            if carry.isEmpty, !isSkipping {
                take(line: piece)
            } else {
                keep(piece)
                takeCarried()
            }
            start = end + 1
        }
    }

    /// Ends a file; what follows belongs to the next.
    package mutating func endFile() {
        if !carry.isEmpty || isSkipping { takeCarried() }
    }

    /// Ends the reading and gives the series with samples in the order in which they were first met.
    package mutating func finish() -> [Series] {
        endFile()
        var series: [Series] = []
        for number in buffers.indices {
            buffers[number].sort()
            guard !buffers[number].isEmpty else { continue }
            let identity = identities[number]
            let (kind, unit) = families.meaning(of: identity.name)
            series.append(
                Series(
                    name: identity.name, labels: identity.labels, kind: kind, unit: unit, points: buffers[number]))
        }
        return series
    }

    /// True when what was read so far is nothing of the kind: many lines and no sample.
    package var isHopeless: Bool { report.isHopeless }

    private static func newline(_ chunk: borrowing Span<UInt8>, from start: Int) -> Int? {
        unsafe chunk.withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress,
                let found = unsafe memchr(base + start, 0x0A, buffer.count - start)
            else { return nil }
            return unsafe UnsafeRawPointer(base).distance(to: UnsafeRawPointer(found))
        }
    }

    private mutating func keep(_ piece: borrowing Span<UInt8>) {
        guard !isSkipping, carry.count + piece.count <= Self.maximumLine else {
            isSkipping = true
            carry.removeAll(keepingCapacity: true)
            return
        }
        for index in piece.indices { carry.append(piece[index]) }
    }

    private mutating func takeCarried() {
        if isSkipping {
            report.lines += 1
            report.countMalformed()
        } else {
            var line: [UInt8] = []
            swap(&line, &carry)
            take(line: line.span)
            line.removeAll(keepingCapacity: true)
            swap(&line, &carry)
        }
        isSkipping = false
    }

    private mutating func take(line whole: borrowing Span<UInt8>) {
        report.lines += 1
        var length = whole.count
        if length > 0, whole[length - 1] == 0x0D { length -= 1 }
        guard length > 0 else { return }
        guard length <= Self.maximumLine else { return report.countMalformed() }
        let line = whole.extracting(0..<length)
        if line[0] == 0x23 {
            switch families.take(line) {
            case .comment: break
            case .declaration: report.declarations += 1
            case .malformed: report.countMalformed()
            }
            return
        }
        if let entry = index.predicted(line) {
            take(sample: line, from: entry.length, series: entry.series)
        } else {
            takeUnexpected(line)
        }
    }

    private mutating func takeUnexpected(_ line: borrowing Span<UInt8>) {
        guard let end = KeyText.end(line) else { return report.countMalformed() }
        let key = line.extracting(0..<end)
        if let entry = index.find(key) {
            take(sample: line, from: end, series: entry.series)
        } else if index.entries.count >= Self.maximumKeys || index.byteCount + end > Self.maximumKeyBytes {
            report.excessSeries += 1
        } else if let text = KeyText(key) {
            let number = series(text)
            _ = index.insert(key, series: number)
            take(sample: line, from: end, series: number)
        } else {
            report.countMalformed()
        }
    }

    /// The number of a series: -1 for one that is not wanted, -2 for one too many.
    private mutating func series(_ text: KeyText) -> Int {
        guard filter(text.name, text.labels) else { return -1 }
        let identity = SeriesIdentity(name: text.name, labels: text.labels)
        if let number = numbers[identity] { return number }
        guard buffers.count < Self.maximumSeries else { return -2 }
        numbers[identity] = buffers.count
        identities.append(identity)
        buffers.append(Points(scale: Points.Scale(span)))
        return buffers.count - 1
    }

    @inline(__always)
    private mutating func take(sample line: borrowing Span<UInt8>, from start: Int, series: Int) {
        var position = start
        while position < line.count, KeyText.isBlank(line[position]) { position += 1 }
        guard let value = NumberScan.double(line, &position) else { return report.countMalformed() }
        while position < line.count, KeyText.isBlank(line[position]) { position += 1 }
        guard position < line.count, line[position] != 0x23 else {
            report.untimed += 1
            return
        }
        guard let time = NumberScan.time(line, &position) else { return report.countMalformed() }
        while position < line.count, KeyText.isBlank(line[position]) { position += 1 }
        guard position == line.count || line[position] == 0x23 else { return report.countMalformed() }
        report.samples += 1
        // From when to when the source has anything does not depend on what is asked for.
        report.see(time)
        guard series >= 0 else {
            if series == -2 { report.excessSeries += 1 }
            return
        }
        guard time >= lower, time < upper else { return }
        guard kept < Self.maximumSamples else {
            report.excessSamples += 1
            return
        }
        kept += 1
        buffers[series].append(time, value)
    }
}

/// What makes two written keys the same series.
struct SeriesIdentity: Hashable, Sendable {
    let name: String
    let labels: [Label]
}
