import Model

/// Reads the windows that people type: two RFC 3339 or epoch times, `last 2h`, `14:20 ± 15m`.
struct WindowParser {
    let now: Timestamp

    /// Reads a stretch of time.
    /// - Throws: `CommandError` that lists the accepted forms.
    func span(_ text: String) throws(CommandError) -> TimeSpan {
        let words = text.split(whereSeparator: \.isWhitespace).map(String.init)
        if words.count == 2, words[0] == "last" {
            let length = try duration(words[1])
            return TimeSpan(start: now.advanced(byNanoseconds: -length), end: now)
        }
        for separator in ["±", "+-"] {
            let parts = text.split(separator: separator).map { $0.trimmed }
            guard parts.count == 2 else { continue }
            let middle = try instant(parts[0])
            let half = try duration(parts[1])
            return TimeSpan(
                start: middle.advanced(byNanoseconds: -half), end: middle.advanced(byNanoseconds: half))
        }
        for separator in [" to ", "..", "/"] {
            let parts = text.split(separator: separator).map { $0.trimmed }
            guard parts.count == 2 else { continue }
            let start = try instant(parts[0])
            let end = try instant(parts[1])
            guard start < end else {
                throw CommandError(
                    .usage, "the window `\(text)` does not end after it begins", hint: "write the earlier time first")
            }
            return TimeSpan(start: start, end: end)
        }
        throw Self.unreadable(text)
    }

    /// Reads one instant: RFC 3339 with a zone, or seconds or milliseconds since 1970.
    func instant(_ text: String) throws(CommandError) -> Timestamp {
        if text == "now" { return now }
        if let time = Timestamp(rfc3339: text) { return time }
        if let number = Double(text), number >= 1e8, number < 1e13,
            let time = Timestamp(seconds: number < 1e11 ? number : number / 1000)
        {
            return time
        }
        throw Self.unreadable(text)
    }

    private func duration(_ text: String) throws(CommandError) -> Int64 {
        let units: [(String, Double)] = [("ms", 1e6), ("s", 1e9), ("m", 60e9), ("h", 3600e9), ("d", 86_400e9)]
        for (unit, nanoseconds) in units where text.hasSuffix(unit) {
            guard let count = Double(text.dropLast(unit.count)), 1..<9e18 ~= count * nanoseconds else { continue }
            return Int64(count * nanoseconds)
        }
        throw CommandError(.usage, "`\(text)` is not a duration", hint: "write 500ms, 10s, 5m, 2h or 7d")
    }

    private static func unreadable(_ text: String) -> CommandError {
        CommandError(
            .usage, "`\(text)` is not a time window",
            hint: "write `last 2h`, `2026-03-01T14:00:00Z to 2026-03-01T15:00:00Z` or `2026-03-01T14:20:00Z ± 15m`")
    }
}

extension StringProtocol {
    /// Without blanks at both ends.
    var trimmed: String {
        String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }
}
