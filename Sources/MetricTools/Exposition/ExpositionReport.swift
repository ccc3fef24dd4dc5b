package import Model

/// What reading an exposition met: counts, and what could not be used.
package struct ExpositionReport: Sendable {
    /// Lines of any kind.
    package internal(set) var lines = 0
    /// Samples that were well-formed, kept or not.
    package internal(set) var samples = 0
    package internal(set) var bytes = 0
    /// Times of the first and last sample of the wanted series in milliseconds since 1970.
    package internal(set) var first: Int64?
    package internal(set) var last: Int64?

    var malformed = 0
    var malformedLines: [Int] = []
    var untimed = 0
    var excessSeries = 0
    var excessSamples = 0
    var declarations = 0

    /// True when a limit cut the reading.
    package var isTruncated: Bool { excessSeries > 0 || excessSamples > 0 }

    mutating func countMalformed() {
        malformed += 1
        if malformedLines.count < 5 { malformedLines.append(lines) }
    }

    mutating func see(_ time: Int64) {
        first = min(first ?? time, time)
        last = max(last ?? time, time)
    }

    /// Adds what another part of the reading met.
    mutating func add(_ other: ExpositionReport) {
        lines += other.lines
        samples += other.samples
        bytes += other.bytes
        malformed += other.malformed
        malformedLines = Array((malformedLines + other.malformedLines).prefix(5))
        untimed += other.untimed
        excessSeries += other.excessSeries
        excessSamples += other.excessSamples
        declarations += other.declarations
        if let time = other.first { see(time) }
        if let time = other.last { see(time) }
    }

    /// True when what was read is nothing of the kind: many lines and no sample.
    var isHopeless: Bool { samples == 0 && untimed == 0 && declarations == 0 && malformed > 0 }

    /// What was left out, in words.
    package var omissions: [Omission] {
        var omissions: [Omission] = []
        if malformed > 0 {
            let numbers = malformedLines.map(String.init).joined(separator: ", ")
            omissions.append(
                Omission(
                    what: "malformed lines", reason: "not a sample; the first are lines \(numbers)", count: malformed))
        }
        if untimed > 0 {
            omissions.append(
                Omission(what: "samples without a timestamp", reason: "they cannot be placed in time", count: untimed))
        }
        if excessSeries > 0 {
            omissions.append(
                Omission(
                    what: "samples of further series",
                    reason: "at most \(ExpositionParser.maximumSeries) series are kept; narrow the selector",
                    count: excessSeries))
        }
        if excessSamples > 0 {
            omissions.append(
                Omission(
                    what: "samples", reason: "at most \(ExpositionParser.maximumSamples) are kept; narrow the window",
                    count: excessSamples))
        }
        return omissions
    }
}
