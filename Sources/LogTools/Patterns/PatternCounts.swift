internal import Scanning

/// How often one message came before and during, where it stands, and what varies in it.
struct PatternCounts: PlacedTally {
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
    var example: MinedLine.Place?
    private var isExampleDuring = false
    /// What stood at the marks of the message before and during.
    private(set) var parameters = ParameterValues()
    private(set) var parametersDuring = ParameterValues()

    mutating func add(_ line: MinedLine, _ bytes: Span<UInt8>, _ variables: [Range<Int>]) {
        if line.isDuring {
            during += 1
            firstDuring = min(firstDuring, line.instant)
            parametersDuring.add(bytes, variables)
        } else {
            before += 1
            parameters.add(bytes, variables)
        }
        first = min(first, line.instant)
        last = max(last, line.instant)
        if line.facts.isFailing { failing += 1 }
        if let level = line.facts.level { self.level = self.level.map { max($0, level) } ?? level }
        isRequest = isRequest || line.facts.isAccess
        if !line.hasTime { isContinuation = true }
        if example == nil || line.isDuring && !isExampleDuring {
            example = line.place
            isExampleDuring = line.isDuring
        }
    }

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
        parameters.add(other.parameters)
        parametersDuring.add(other.parametersDuring)
    }

    mutating func place(_ put: (inout MinedLine.Place) -> Void) {
        if var place = example {
            put(&place)
            example = place
        }
    }
}
