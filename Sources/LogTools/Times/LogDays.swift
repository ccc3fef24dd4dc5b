/// Which days the lines of a log are of that have times of day alone, by where they stand in the file.
struct LogDays: Hashable, Sendable {
    /// Lines from a place on; the next stretch ends it.
    private struct Stretch: Hashable {
        let offset: Int
        /// Their instants lie within the day that begins here.
        let origin: Int64
    }

    private let stretches: [Stretch]
    /// Of the first line that has a day.
    let start: Int
    /// Whether all lines were looked at.
    let isWhole: Bool

    /// - Parameters:
    ///   - parts: What was seen of parts of the file that follow one another, each with what its own instants are to be put
    ///     forward by.
    ///   - isWhole: Whether that is the whole file.
    init(_ parts: [(part: DayPart, shift: Int64)], isWhole: Bool) {
        var stretches: [Stretch] = []
        for (part, shift) in parts {
            for turn in part.turns where stretches.last?.origin != turn.origin + shift {
                stretches.append(Stretch(offset: turn.offset, origin: turn.origin + shift))
            }
        }
        self.stretches = stretches
        start = parts.first?.part.turns.first?.offset ?? 0
        self.isWhole = isWhole
    }

    /// The instant of a line by its time of day and its place.
    func instant(of timeOfDay: Int64, at offset: Int) -> Int64 {
        var (low, high) = (0, stretches.count)
        while low < high {
            let middle = (low + high) / 2
            if stretches[middle].offset <= offset { low = middle + 1 } else { high = middle }
        }
        guard !stretches.isEmpty else { return timeOfDay }
        let origin = stretches[max(0, low - 1)].origin
        return origin.saturatingAdd(DayClock.timeOfDay(timeOfDay - DayClock.timeOfDay(origin)))
    }
}
