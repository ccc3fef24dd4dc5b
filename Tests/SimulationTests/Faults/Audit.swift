import Model

/// What has happened in a simulation, and what of it should not have.
struct Audit: Sendable {
    private(set) var complaints: [String] = []
    private var started: Set<StepReference> = []
    private var finished: Set<StepReference> = []
    private var ended: Set<RunID> = []
    /// Calls under way, and those that were ever made, by the process that makes them.
    private var underWay: [Int: Set<StepReference>] = [:]
    private var made: [Int: Set<StepReference>] = [:]
    /// Calls of runs in the journal that were not refused for the budget, and the bytes that they read.
    private(set) var calls = 0
    private(set) var bytes = 0
    var limits = Limits()

    /// What the workflow allows.
    struct Limits: Sendable {
        var calls: Int?
        var bytes: Int?
    }

    /// What `WorkflowRunner` allows at the same time.
    private static let maximumParallel = 8
    /// What the fan-outs of the random workflows allow.
    private static let maximumElements = 2

    mutating func complain(_ text: String) { complaints.append(text) }

    /// Takes an entry in that is being written.
    mutating func take(_ event: Event) {
        switch event {
        case .runFinished(let end):
            if !ended.insert(end.run).inserted { complain("\(end.run) ended twice") }
        case .stepStarted(let step):
            started.insert(step.step)
            expectOpen(step.step)
            if finished.contains(step.step) { complain("\(step.step.words) was started after it had finished") }
        case .stepFinished(let step):
            expectOpen(step.step)
            if !finished.insert(step.step).inserted { complain("\(step.step.words) finished twice") }
        case .callFinished(let call) where call.step != nil:
            count()
            if !call.cached { bytes += call.coverage.compactMap(\.searched.bytes).reduce(0, +) }
        case .callFailed(let call) where call.step != nil && call.error.kind != .budget: count()
        default: break
        }
    }

    private mutating func expectOpen(_ step: StepReference) {
        if ended.contains(step.run) { complain("\(step.words) after the end of its run") }
    }

    private mutating func count() {
        calls += 1
        if let limit = limits.calls, calls > limit { complain("\(calls) calls, and \(limit) are allowed") }
    }

    /// A process begins a call.
    /// - Parameter isDriving: false for one that has lost the run and does not know it yet.
    mutating func begin(_ step: StepReference, by process: Int, isDriving: Bool) {
        underWay[process, default: []].insert(step)
        if !made[process, default: []].insert(step).inserted { complain("\(step.words) was made twice by one process") }
        let all = underWay[process] ?? []
        if all.count > Self.maximumParallel { complain("\(all.count) calls at the same time") }
        let elements = all.count { $0.path == step.path && $0.iteration != nil }
        if elements > Self.maximumElements { complain("\(elements) elements of \(step.path) at the same time") }
        guard isDriving else { return }
        if !started.contains(step) { complain("\(step.words) was made before its start was journalled") }
        if finished.contains(step) { complain("\(step.words) was made again after it had finished") }
        if ended.contains(step.run) { complain("\(step.words) was made after the end of its run") }
        if let limit = limits.bytes, bytes >= limit { complain("\(step.words) was made after \(bytes) bytes") }
    }

    /// A process drives a run anew, and may make again what it could not journal.
    mutating func begin(process: Int) { made[process] = nil }

    mutating func end(_ step: StepReference, by process: Int) { underWay[process]?.remove(step) }

    /// Somebody is told that a step has finished.
    mutating func tell(_ step: StepReference) {
        if !finished.contains(step) { complain("\(step.words) was told before it was journalled") }
    }

    /// Somebody is told how a run ended.
    mutating func tell(_ run: RunID) {
        if !ended.contains(run) { complain("the end of \(run) was told before it was journalled") }
    }
}

extension StepReference {
    /// The step without its run, which differs from one course to the next.
    var words: String { "\(path)#\(iteration ?? -1).\(attempt)" }
}
