internal import Scanning

/// Tells the days of the lines of a log that have times of day alone.
///
/// The last line is of the day when the file was last written, and from there each line goes back by the one below. All of
/// them have to be looked at, since a day may pass between any two; but none that is older than what is asked for.
struct DayScan {
    /// Beyond this many turns the lines are in no order of time.
    static let mostTurns = 4096
    /// Lines above one that is so much older than what is asked for are older too, even where a clock was set back.
    private static let margin: Int64 = 7_200_000_000_000

    let finder: TimeFinder
    let rules: TimeRules
    /// What is asked for begins here, so that nothing older needs a day; nil when all lines do.
    let since: Int64?

    /// Looks at the lines of a file from a place on.
    /// - Parameter advance: Called with the bytes that were read, for progress and cancellation.
    /// - Throws: `LogFile.Refusal.dayless` when no day can be told.
    func days(
        of file: ReadableFile, from start: Int, pieceSize: Int = LinePieces.mappedSize, advance: (Int) throws -> Void
    ) throws -> LogDays {
        let clock = DayClock(offset: rules.offset)
        let pieces = LinePieces(file, min(start, file.size)..<file.size, size: pieceSize)
        var parts: [(part: DayPart, shift: Int64)] = []
        // Of the first line of what was looked at.
        var below: Int64?
        var turns = 0
        var lowest = pieces.count
        for number in (0..<pieces.count).reversed() {
            lowest = number
            let run = PieceRun(pieces, number..<number + 1)
            if let part = try run.mapped({ try DayPart($0, finder, clock) }).first ?? nil {
                let shift: Int64
                if let below {
                    shift = below - clock.next(after: part.last, at: DayClock.timeOfDay(below))
                } else if let last = rules.lastInstant(at: DayClock.timeOfDay(part.last), saysZone: finder.saysZone) {
                    shift = last - part.last
                } else {
                    throw LogFile.Refusal.dayless(Self.undated)
                }
                parts.append((part, shift))
                below = part.first + shift
                turns += part.turns.count
            }
            // No log is older than the clocks that files have their times from.
            let isAncient = below.map { $0 < TimeRules.earliest } ?? false
            guard turns <= Self.mostTurns + parts.count, !isAncient else {
                throw LogFile.Refusal.dayless(Self.unordered)
            }
            try advance(pieces[number].end - pieces[number].start)
            if let since, let below, below < since.saturatingAdd(-Self.margin) { break }
        }
        return LogDays(parts.reversed(), isWhole: parts.isEmpty || lowest == 0)
    }

    /// Why no day can be told.
    static let endless = "has times of day without a date, and its end, whose day would be known, was not unpacked"
    private static let undated = "has times of day without a date, and no time of its own to tell the day by"
    static let unordered = "has times of day without a date, which go back too often to tell their days"
}
