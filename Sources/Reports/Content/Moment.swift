internal import JSON
internal import Model

/// Instants in evidence and how a reader sees them.
enum Moment {
    /// An RFC 3339 text, or a number of seconds or milliseconds since 1970.
    static func read(_ value: JSONValue) -> Timestamp? {
        switch value {
        case .string(let text): return Timestamp(rfc3339: text)
        case .number(let number):
            let value = number.double
            // Seconds of the year 5138 are milliseconds of 1973; no log is as old as that.
            return Timestamp(seconds: abs(value) < 1e11 ? value : value / 1000)
        default: return nil
        }
    }

    /// `2026-11-22`.
    static func day(_ time: Timestamp) -> String { String(time.description.prefix(10)) }

    /// `19:18:49`, with milliseconds where there are any.
    static func clock(_ time: Timestamp) -> String {
        let text = time.description.dropFirst(11).dropLast()
        return text.hasSuffix(".000") ? String(text.dropLast(4)) : String(text)
    }

    /// `2026-11-22 19:18:49 UTC`.
    static func full(_ time: Timestamp) -> String { "\(day(time)) \(clock(time)) UTC" }

    /// `2026-11-22 19:11:48 to 19:31:48 UTC`, the day twice only where it differs.
    static func span(_ start: Timestamp, _ end: Timestamp) -> String {
        let last = day(start) == day(end) ? clock(end) : "\(day(end)) \(clock(end))"
        return "\(day(start)) \(clock(start)) to \(last) UTC"
    }

    /// The one day on which all these instants lie.
    static func commonDay(_ times: some Collection<Timestamp>) -> String? {
        guard let first = times.first.map({ day($0) }), times.allSatisfy({ day($0) == first }) else { return nil }
        return first
    }
}
