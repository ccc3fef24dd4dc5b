// The one file of the module that needs Foundation, for its time zone data.
import Foundation

/// Finds how far the clocks of a time zone are from UTC.
enum TimeZones {
    /// Seconds east of UTC at a moment, of a name such as `Europe/Berlin` or an offset such as `+05:30` or `02:00`.
    static func offset(of zone: String, at moment: CELTimestamp) throws(CELError) -> Int {
        if zone == "UTC" { return 0 }
        if let offset = fixedOffset(zone) { return offset }
        let isName = zone.utf8.count <= 64 && zone.utf8.first.map { $0 | 0x20 >= 97 && $0 | 0x20 <= 122 } == true
        guard isName, let found = TimeZone(identifier: zone) else {
            throw CELError(
                .invalidArgument, "unknown time zone '\(Access.clipped(zone))'",
                hint: "write a name such as 'Europe/Berlin', or an offset such as '+02:00'")
        }
        return found.secondsFromGMT(for: Date(timeIntervalSince1970: Double(moment.seconds)))
    }

    private static func fixedOffset(_ zone: String) -> Int? {
        var reader = ClockReader(zone)
        let isNegative = reader.skip("-")
        if !isNegative { _ = reader.skip("+") }
        guard let hours = reader.digits(2), reader.skip(":"), let minutes = reader.digits(2), reader.isAtEnd,
            hours < 24, minutes < 60
        else { return nil }
        let seconds = hours * 3_600 + minutes * 60
        return isNegative ? -seconds : seconds
    }
}
