/// Finds the time of each line of one file, in the layouts that the file's first lines showed.
package struct TimeFinder: Hashable, Sendable {
    /// Layouts in order of their frequency; empty when the file has no times.
    package let layouts: [TimeLayout]
    /// What times do not say themselves and the file's own time has to; nil when they say it all, or the source does.
    let borrowed: Borrowed?
    /// The days of lines that have times of day alone; nil until they are known.
    var days: LogDays?
    private let rules: TimeRules
    private let clock: LineClock?
    private let reach: Int
    private var hint = 0
    /// That of the last time that was found.
    private(set) var layout: TimeLayout?

    /// How far into a line a time is looked for.
    private static let maximumReach = 200

    /// A part of the date.
    enum Borrowed: Hashable {
        case year
        case day
    }

    /// Learns from sample lines.
    package init(sample: [[UInt8]], rules: TimeRules) {
        self.rules = rules
        let found = sample.map { line in
            line.isEmpty ? nil : Self.search(line.span, TimeLayout.dated, rules, Self.maximumReach)
        }
        clock = LineClock(sample: sample, dates: found.map { $0?.time }, rules: rules)
        guard clock == nil else {
            (layouts, borrowed, reach) = ([.clock], .day, 0)
            return
        }
        var votes: [TimeLayout: Int] = [:]
        var farthest = 0
        for case let (layout, time)? in found {
            votes[layout, default: 0] += 1
            farthest = max(farthest, time.start)
        }
        let total = votes.values.reduce(0, +)
        // A number that happens to look like an epoch now and then is not the file's time.
        let least = max(1, min(total / 50, sample.count / 20))
        let layouts = votes.filter { $0.value >= least }.sorted {
            ($0.value, $1.key.rawValue) > ($1.value, $0.key.rawValue)
        }
        .map(\.key)
        self.layouts = layouts
        let isYearless = zip(sample, found).contains { line, found in
            guard let (layout, time) = found, layouts.contains(layout) else { return false }
            return rules.gaveYear(to: line.span, layout, at: time.start)
        }
        borrowed = isYearless ? .year : nil
        reach = min(Self.maximumReach, farthest + 32)
    }

    /// Whether a time of day is all that may decide what `locate` finds, as it stands there.
    var isPlainClock: Bool { clock?.isPlain ?? false }

    /// Whether the zone stands behind each time of day.
    var saysZone: Bool { clock?.saysZone ?? false }

    /// The time of a line; nil when it has none, as in a stack trace.
    /// - Parameter offset: Where the line begins in the file, on which its day may depend.
    mutating func find(in line: Span<UInt8>, at offset: Int) -> FoundTime? {
        guard var found = locate(in: line) else { return nil }
        if let days { found.instant = days.instant(of: found.instant, at: offset) }
        return found
    }

    /// Where the time of a line stands; its instant may be of no day yet.
    mutating func locate(in line: Span<UInt8>) -> FoundTime? {
        guard let first = layouts.first else { return nil }
        if let clock {
            layout = first
            return clock.time(in: line, rules)
        }
        guard line.count >= 10 else { return nil }
        if hint < line.count, let found = first.parse(line, at: hint, rules) {
            layout = first
            return found
        }
        // What is indented belongs to the line above.
        guard line[0] != Byte.space, line[0] != Byte.tab else { return nil }
        guard let (layout, found) = Self.search(line, layouts, rules, reach) else { return nil }
        self.layout = layout
        if layout == first { hint = found.start }
        return found
    }

    private static func search(
        _ line: Span<UInt8>, _ layouts: [TimeLayout], _ rules: TimeRules, _ reach: Int
    ) -> (layout: TimeLayout, time: FoundTime)? {
        if line.count > 2, line[0] == UInt8(ascii: "{"), let start = JSONLine.timeStart(in: line) {
            for layout in layouts {
                if let found = layout.parse(line, at: start, rules) { return (layout, found) }
            }
        }
        let end = min(line.count - 9, reach + 1)
        var position = 0
        while position < end {
            let byte = line[position]
            let starts = position == 0 || !Byte.isWord(line[position - 1]) && line[position - 1] != Byte.dot
            if starts, Byte.isWord(byte) {
                for layout in layouts {
                    if let found = layout.parse(line, at: position, rules) { return (layout, found) }
                }
            }
            position += 1
        }
        return nil
    }
}
