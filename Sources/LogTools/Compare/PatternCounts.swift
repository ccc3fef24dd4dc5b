/// How often one masked message came before and during, and where it stands.
struct PatternCounts {
    /// A line by its file and place.
    struct Place: Hashable {
        let file: Int
        let line: Int
        let offset: Int
    }

    var before = 0
    var during = 0
    var first = Int64.max
    var last = Int64.min
    var firstDuring = Int64.max
    var level: LogLevel?
    var failing = 0
    var isRequest = false
    /// True when its lines have no time of their own, as within a stack trace.
    var isContinuation = false
    /// The first line of the time during, or of the time before when there is none.
    var example: Place?
    private var isExampleDuring = false

    mutating func add(_ instant: Int64, isDuring: Bool, facts: LineFacts, _ place: Place) {
        if isDuring {
            during += 1
            firstDuring = min(firstDuring, instant)
        } else {
            before += 1
        }
        first = min(first, instant)
        last = max(last, instant)
        if facts.isFailing { failing += 1 }
        if let level = facts.level { self.level = self.level.map { max($0, level) } ?? level }
        isRequest = isRequest || facts.isAccess
        if example == nil || isDuring && !isExampleDuring {
            example = place
            isExampleDuring = isDuring
        }
    }

    /// Puts the counts of another message of the same template to these.
    mutating func add(_ other: PatternCounts) {
        let takesExample =
            example == nil || other.isExampleDuring && (!isExampleDuring || other.firstDuring < firstDuring)
        if takesExample, other.example != nil {
            example = other.example
            isExampleDuring = other.isExampleDuring
        }
        before += other.before
        during += other.during
        first = min(first, other.first)
        last = max(last, other.last)
        firstDuring = min(firstDuring, other.firstDuring)
        failing += other.failing
        isRequest = isRequest || other.isRequest
        isContinuation = isContinuation || other.isContinuation
        if let level = other.level { self.level = self.level.map { max($0, level) } ?? level }
    }
}
