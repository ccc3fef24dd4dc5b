/// Finds the time of each line of one file, in the layouts that the file's first lines showed.
package struct TimeFinder: Hashable, Sendable {
    /// Layouts in order of their frequency; empty when the file has no times.
    package let layouts: [TimeLayout]
    /// The line is JSON and this is what stands before the time, such as `"ts":`.
    private let rules: TimeRules
    private let reach: Int
    private var hint = 0
    /// That of the last time that was found.
    private(set) var layout: TimeLayout?

    /// How far into a line a time is looked for.
    private static let maximumReach = 200

    /// Learns from sample lines.
    package init(sample: [[UInt8]], rules: TimeRules) {
        self.rules = rules
        var votes: [TimeLayout: Int] = [:]
        var farthest = 0
        for line in sample where !line.isEmpty {
            guard let (layout, found) = Self.search(line.span, TimeLayout.allCases, rules, Self.maximumReach) else {
                continue
            }
            votes[layout, default: 0] += 1
            farthest = max(farthest, found.start)
        }
        let total = votes.values.reduce(0, +)
        // A number that happens to look like an epoch now and then is not the file's time.
        let least = max(1, min(total / 50, sample.count / 20))
        layouts = votes.filter { $0.value >= least }.sorted {
            ($0.value, $1.key.rawValue) > ($1.value, $0.key.rawValue)
        }
        .map(\.key)
        reach = min(Self.maximumReach, farthest + 32)
    }

    /// The time of a line; nil when it has none, as in a stack trace.
    mutating func find(in line: Span<UInt8>) -> FoundTime? {
        guard let first = layouts.first, line.count >= 10 else { return nil }
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
    ) -> (TimeLayout, FoundTime)? {
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
