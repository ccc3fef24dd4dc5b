/// Puts days to times of day, from one line to the next.
///
/// Instants and times of day are nanoseconds by UTC. A line is at most a minute older than the one above, or else of the
/// next day. In the night it may be older by about an hour: the clock was set back at the end of summer.
struct DayClock {
    static let day: Int64 = 24 * hour
    static let hour: Int64 = 60 * minute
    private static let minute: Int64 = 60_000_000_000

    /// Seconds east of UTC of the clock that the lines were written by.
    let offset: Int

    /// What is left of an instant without its day.
    static func timeOfDay(_ instant: Int64) -> Int64 {
        let rest = instant % day
        return rest < 0 ? rest + day : rest
    }

    /// How far two times lie apart that come again with each hour or day, in nanoseconds.
    static func distance(_ one: Int64, _ other: Int64, within cycle: Int64) -> Int64 {
        let forward = ((one - other) % cycle + cycle) % cycle
        return min(forward, cycle - forward)
    }

    /// The instant of a line by that of the line above.
    func next(after above: Int64, at timeOfDay: Int64) -> Int64 {
        let step = Self.timeOfDay(timeOfDay - Self.timeOfDay(above))
        let back = Self.day - step
        let isBefore = back <= Self.minute || isSetBack(by: back, from: above)
        return above + (isBefore ? -back : step)
    }

    /// Whether a clock that is set back by an hour would show it, between ten to midnight and four.
    private func isSetBack(by back: Int64, from above: Int64) -> Bool {
        guard 55 * Self.minute...61 * Self.minute ~= back else { return false }
        let shown = Self.timeOfDay(Self.timeOfDay(above) + Int64(offset) * 1_000_000_000)
        return Self.timeOfDay(shown + 10 * Self.minute) <= 251 * Self.minute
    }
}
