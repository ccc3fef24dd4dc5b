internal import Model

/// Time of day.
struct ClockTime: Hashable {
    var hour = 0
    var minute = 0
    var second = 0
    var nanosecond = 0
}

/// From fields to instants, in nanoseconds since 1970.
enum CivilTime {
    static func instant(_ year: Int, _ month: Int, _ day: Int, _ clock: ClockTime, offset: Int) -> Int64? {
        Timestamp(
            civil: CivilDate(year: year, month: month, day: day), hour: clock.hour, minute: clock.minute,
            second: clock.second, nanosecond: clock.nanosecond, offsetSeconds: offset)?.nanoseconds
    }

    static func year(of instant: Int64) -> Int {
        let day = Int((Double(instant) / 86_400e9).rounded(.down))
        return CivilDate(daysSince1970: day).year
    }
}
