import Glibc

/// Time and chance, which logic never takes from the system itself.
public struct MCPEnvironment: Sendable {
    /// Nanoseconds on a clock that never goes back.
    public let uptime: @Sendable () -> UInt64
    /// Milliseconds since 1970, UTC.
    public let wallTime: @Sendable () -> Int64
    /// A name that nobody can guess: at least 128 random bits, letters and digits alone.
    public let randomID: @Sendable () -> String
    /// Waits, unless the task is cancelled before.
    public let sleep: @Sendable (Duration) async throws -> Void

    /// An environment.
    public init(
        uptime: @escaping @Sendable () -> UInt64, wallTime: @escaping @Sendable () -> Int64,
        randomID: @escaping @Sendable () -> String,
        sleep: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
    ) {
        self.uptime = uptime
        self.wallTime = wallTime
        self.randomID = randomID
        self.sleep = sleep
    }

    /// The system's clocks and its secure random numbers.
    public static let system = MCPEnvironment(
        uptime: {
            let time = read(CLOCK_MONOTONIC)
            return UInt64(time.tv_sec) &* 1_000_000_000 &+ UInt64(time.tv_nsec)
        },
        wallTime: {
            let time = read(CLOCK_REALTIME)
            return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
        },
        randomID: {
            var generator = SystemRandomNumberGenerator()
            return (0..<4).map { _ in
                let text = String(UInt64.random(in: .min ... .max, using: &generator), radix: 36)
                return String(repeating: "0", count: 13 - text.count) + text
            }.joined()
        })

    private static func read(_ clock: clockid_t) -> timespec {
        var time = timespec()
        unsafe clock_gettime(clock, &time)
        return time
    }

    /// A time as ISO 8601 in UTC with milliseconds, as `2026-07-28T09:00:00.000Z`.
    public static func timestamp(_ milliseconds: Int64) -> String {
        let (days, rest) = milliseconds.flooredDivision(by: 86_400_000)
        // The civil calendar from a count of days: eras of 400 years that begin on the first of March.
        let shifted = days + 719_468
        let (era, day) = shifted.flooredDivision(by: 146_097)
        let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365
        let dayOfYear = day - (365 * year + year / 4 - year / 100)
        let march = (5 * dayOfYear + 2) / 153
        let month = march < 10 ? march + 3 : march - 9
        let date = (year + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * march + 2) / 5 + 1)
        let (hour, minute, second) = (rest / 3_600_000, rest / 60_000 % 60, rest / 1000 % 60)
        return "\(padded(date.0, 4))-\(padded(date.1, 2))-\(padded(date.2, 2))T"
            + "\(padded(hour, 2)):\(padded(minute, 2)):\(padded(second, 2)).\(padded(rest % 1000, 3))Z"
    }

    private static func padded(_ value: Int64, _ width: Int) -> String {
        let text = String(value)
        return String(repeating: "0", count: max(width - text.count, 0)) + text
    }
}

extension Int64 {
    fileprivate func flooredDivision(by divisor: Int64) -> (quotient: Int64, remainder: Int64) {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }
}
