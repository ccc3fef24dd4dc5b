/// A way of writing a time, as found in logs.
package enum TimeLayout: UInt8, Hashable, Sendable, CaseIterable {
    /// `2026-11-22T18:28:16.123Z`, with a space or `_` for the `T`, a comma for the dot, with or without fraction and
    /// zone; `2026/11/22 18:28:16` likewise.
    case iso
    /// `2005-06-03-15.42.50.675872`.
    case dotted
    /// `22/Nov/2026:18:28:16 +0000`.
    case access
    /// `Sun Dec 04 04:47:44.123456 2005`.
    case calendar
    /// `Nov 22 18:28:16`, RFC 3164: no year, no zone.
    case syslog
    /// `22 Nov 2026 18:28:16.123`, `22-Nov-2026 18:28:16.123` and `22.11.2026 18:28:16`.
    case dayFirst
    /// `I1122 18:28:16.123456`.
    case klog
    /// `03-17 16:13:38.811` and `[10.30 16:49:06]`: no year.
    case monthDay
    /// `17/06/09 20:10:40`: two digits of the year first.
    case shortYear
    /// `20171223-22:15:29:606`, `20171223 22:15:29` and `20171223T221529`.
    case compact
    /// `081109 203615`.
    case compactShort
    /// Ten digits of seconds since 1970, with or without a fraction, or 13, 16 or 19 digits of finer units.
    case epoch
    /// `18:28:16.123` at the beginning of a line: no date, see `LineClock`.
    case clock

    /// Those with a date, which are looked for all over the line.
    static let dated = allCases.filter { $0 != .clock }

    /// What tells it apart in words.
    package var example: String {
        switch self {
        case .iso: "2026-11-22T18:28:16.123Z"
        case .dotted: "2026-11-22-18.28.16.123456"
        case .access: "22/Nov/2026:18:28:16 +0000"
        case .calendar: "Sun Nov 22 18:28:16 2026"
        case .syslog: "Nov 22 18:28:16"
        case .dayFirst: "22 Nov 2026 18:28:16"
        case .klog: "I1122 18:28:16.123456"
        case .monthDay: "11-22 18:28:16.123"
        case .shortYear: "26/11/22 18:28:16"
        case .compact: "20261122-18:28:16"
        case .compactShort: "261122 182816"
        case .epoch: "1763836096"
        case .clock: "18:28:16.123"
        }
    }
}

/// A time that was found in a line.
struct FoundTime: Hashable {
    /// Nanoseconds since 1970.
    var instant: Int64
    /// Offset of its first byte.
    let start: Int
    /// Offset just after it, its zone included.
    let end: Int
}

/// What a file and its source say about times that do not say it themselves.
package struct TimeRules: Hashable, Sendable {
    /// Seconds east of UTC.
    let offset: Int
    /// The year of times without one; nil to take the latest that is not after `latest`.
    let year: Int?
    /// When the file was last written.
    let latestYear: Int
    private let latest: Int64
    /// The time that stands in a packed file.
    private let packed: Int64?
    private let isZoneKnown: Bool
    /// Files that say that they are older have no time of their own.
    static let earliest: Int64 = 631_152_000_000_000_000
    /// The year 2200: what is younger was set by nobody's clock.
    private static let youngest: Int64 = 7_258_118_400_000_000_000

    /// - Parameters:
    ///   - offset: Seconds east of UTC; nil where nobody says, which is taken for UTC.
    ///   - year: That of times without one; nil to take it from when the file was written.
    ///   - modified: When the file was last written.
    ///   - packed: The time that stands in a packed file; nil when there is none.
    package init(offset: Int? = nil, year: Int? = nil, modified: Int64, packed: Int64? = nil) {
        self.offset = offset ?? 0
        isZoneKnown = offset != nil
        self.year = year
        latest = modified
        self.packed = packed.flatMap { $0 >= Self.earliest && $0 < modified ? $0 : nil }
        latestYear = CivilTime.year(of: modified)
    }

    /// When the file was last written at the earliest.
    var written: Int64 { packed ?? latest }

    /// Puts a day to the time of day of the file's last line, in nanoseconds by UTC; nil when the file has no time of its own.
    ///
    /// It is the latest that is not after the file was last written, with an hour for clocks that do not agree and for
    /// summer time. Where the zone is not known lines may seem to be written up to half a day too late.
    /// - Parameter saysZone: Whether the lines have a zone.
    func lastInstant(at timeOfDay: Int64, saysZone: Bool) -> Int64? {
        guard Self.earliest..<Self.youngest ~= latest else { return nil }
        let isSure = isZoneKnown || saysZone
        let end = lastWritten(at: timeOfDay, isSure) + (isSure ? 1 : 12) * DayClock.hour
        return end - DayClock.timeOfDay(DayClock.timeOfDay(end) - timeOfDay)
    }

    /// When the last line was written: at the time that stands in the packed file, where it goes with that of the line.
    ///
    /// A copy is younger than that, and some write there when they began to pack.
    private func lastWritten(at timeOfDay: Int64, _ isSure: Bool) -> Int64 {
        guard let packed else { return latest }
        // The hour of a line says nothing where its zone is not known.
        let (cycle, slack) = isSure ? (DayClock.day, DayClock.hour) : (DayClock.hour, DayClock.hour / 6)
        return DayClock.distance(packed, timeOfDay, within: cycle) <= slack ? packed : latest
    }

    /// Whether the time that stands there has no year of its own, and the file's time gave it.
    func gaveYear(to line: Span<UInt8>, _ layout: TimeLayout, at start: Int) -> Bool {
        guard year == nil, [.syslog, .klog, .monthDay].contains(layout) else { return false }
        // Some write a year there too.
        let times = [2000, 2004].map { year in
            layout.parse(line, at: start, TimeRules(offset: offset, year: year, modified: latest))?.instant
        }
        return times[0] != times[1]
    }

    /// Puts a year to a time without one.
    func instant(month: Int, day: Int, _ clock: ClockTime, offset: Int?) -> Int64? {
        let zone = offset ?? self.offset
        if let year { return CivilTime.instant(year, month, day, clock, offset: zone) }
        if let instant = CivilTime.instant(latestYear, month, day, clock, offset: zone),
            instant <= latest.saturatingAdd(DayClock.day)
        {
            return instant
        }
        return CivilTime.instant(latestYear - 1, month, day, clock, offset: zone)
    }
}

extension Int64 {
    func saturatingAdd(_ other: Int64) -> Int64 {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? (other < 0 ? .min : .max) : sum
    }
}
