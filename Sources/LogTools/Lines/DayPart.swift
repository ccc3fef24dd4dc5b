internal import Scanning

/// How the times of day go on in one piece of a log, whatever its day: its first line's is of 1 January 1970.
struct DayPart: Sendable {
    /// A line from which on instants lie within the day that begins at `origin`.
    struct Turn: Hashable, Sendable {
        let offset: Int
        let origin: Int64
    }

    private static let quarter = DayClock.day / 4

    private(set) var turns: [Turn] = []
    private(set) var first: Int64 = 0
    private(set) var last: Int64 = 0
    private let clock: DayClock

    /// Nil when no line of the piece has a time.
    init?(_ piece: LinePiece, _ finder: TimeFinder, _ clock: DayClock) throws {
        self.clock = clock
        var finder = finder
        // Most lines are of the same second as the one above, which tells nothing new.
        var second: (place: Int, text: UInt64)?
        _ = try piece.forEachBlock { bytes, block in
            var start = 0
            while start < bytes.count {
                if let second {
                    start = LineScanner.line(unlike: second.text, at: second.place, in: bytes, from: start)
                    guard start < bytes.count else { break }
                }
                let end = LineScanner.newline(in: bytes, from: start) ?? bytes.count
                defer { start = end + 1 }
                guard let time = finder.locate(in: bytes.extracting(start..<end)) else { continue }
                try take(time.instant, at: block.offset + start)
                second = nil
                if finder.isPlainClock, let text = Self.text(of: bytes, at: start + time.start, before: end) {
                    second = (time.start, text)
                }
            }
            // Nobody asks for the number of lines.
            return 0
        }
        guard !turns.isEmpty else { return nil }
    }

    private mutating func take(_ timeOfDay: Int64, at offset: Int) throws {
        guard let origin = turns.last?.origin else {
            (first, last) = (timeOfDay, timeOfDay)
            return turn(to: timeOfDay, at: offset)
        }
        last = clock.next(after: last, at: timeOfDay)
        guard !(origin..<origin + DayClock.day).contains(last) else { return }
        // Before so many days have passed that there is no number for them.
        guard turns.count <= DayScan.mostTurns else { throw LogFile.Refusal.dayless(DayScan.unordered) }
        turn(to: last, at: offset)
    }

    /// The least room that an instant has is a quarter of a day, and origins are few, so that parts share them.
    private mutating func turn(to instant: Int64, at offset: Int) {
        let quarters = (instant / Self.quarter) - (instant % Self.quarter < 0 ? 1 : 0)
        turns.append(Turn(offset: offset, origin: (quarters - 1) * Self.quarter))
    }

    /// `18:28:16` as a number; nil when the line ends before it.
    private static func text(of bytes: Span<UInt8>, at start: Int, before end: Int) -> UInt64? {
        guard end - start >= 8 else { return nil }
        // Within the line by the condition above.
        return unsafe bytes.bytes.unsafeLoadUnaligned(fromByteOffset: start, as: UInt64.self)
    }
}
