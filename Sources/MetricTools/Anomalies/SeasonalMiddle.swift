/// What a series had at this time of earlier days, or of earlier weeks once that has come closer to what was.
struct SeasonalMiddle {
    private let day: Int
    private var errors = (day: 0.0, week: 0.0)

    /// - Parameter day: Samples of a day.
    init(day: Int) { self.day = day }

    /// What is to be expected of a value, by those before it alone; nil on the first day.
    mutating func expected(_ values: [Double], at index: Int) -> Double? {
        guard index >= day else { return nil }
        let daily = middle(values, before: index, period: day, turns: 7)
        guard index >= 14 * day else { return daily }
        let weekly = middle(values, before: index, period: 7 * day, turns: 4)
        let isWeekly = errors.week < errors.day
        let share = 1 / Double(7 * day)
        errors.day += (min(abs(values[index] - daily), .greatestFiniteMagnitude) - errors.day) * share
        errors.week += (min(abs(values[index] - weekly), .greatestFiniteMagnitude) - errors.week) * share
        return isWeekly ? weekly : daily
    }

    /// The middle of what earlier turns of a period had, a sample to each side.
    private func middle(_ values: [Double], before index: Int, period: Int, turns: Int) -> Double {
        var earlier: [Double] = []
        earlier.reserveCapacity(3 * turns)
        for back in 1...turns {
            let place = index - back * period
            for near in place - 1...place + 1 where near >= 0 { earlier.append(values[near]) }
        }
        earlier.sort()
        return earlier[earlier.count / 2]
    }
}
