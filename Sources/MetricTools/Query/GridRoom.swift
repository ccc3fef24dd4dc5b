internal import Model

/// How many values of a query's results are held at once, and the step at which there are no more of them.
///
/// A series of three samples has a value at every instant that they stand for: what is made of a file can be much more
/// than the file.
enum GridRoom {
    /// The most values of all series together, each of eight bytes.
    static let maximumValues = 8 << 20
    /// The most instants of one evaluation.
    static let maximumInstants = 1_000_000

    /// The wanted step, or as much longer as so many series need over these spans, in milliseconds.
    static func step(_ wanted: Int64, over spans: [TimeSpan], series: Int) -> Int64 {
        let length = spans.reduce(Int64(0)) { $0 + $1.length / 1_000_000 }
        let instants = Int64(min(maximumInstants, maximumValues / max(1, series)))
        let least = length / max(1, instants - Int64(spans.count)) + 1
        return least > wanted ? whole(least) : wanted
    }

    /// Rounded up to whole seconds.
    static func whole(_ milliseconds: Int64) -> Int64 {
        max(1000, (milliseconds + 999) / 1000 * 1000)
    }

    /// What is left out by a step that is longer than it was to be.
    static func omission(_ step: Int64, count: Int, most: Int) -> Omission {
        Omission(
            what: "samples between instants of \(PromQLText.duration(step))",
            reason: "there are \(count), and \(most) are held; narrow the query or the window to see all",
            count: nil)
    }
}
