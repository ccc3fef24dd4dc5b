import CEL
import JSON
import Model

/// One workflow that is being run: the run's own, or one that a step of it uses.
struct MachineFrame: Sendable {
    let workflow: Workflow
    /// What stands before the step's identifier in a path, such as `outer/`.
    let prefix: String
    /// The unit that waits for this workflow; nil for the run's own.
    let parent: Int?
    /// Place of the outermost step in the file; orders what is ready.
    let rank: Int
    let inputs: CELValue
    var states: [MachineStep]
    /// Of the steps that fan out and have not ended.
    var fanOuts: [Int: MachineFanOut] = [:]
    /// Why steps failed.
    var errors: [Int: ToolError] = [:]
    var unsettled: Int

    init(_ workflow: Workflow, prefix: String, parent: Int?, rank: Int, inputs: JSONObject) {
        self.workflow = workflow
        self.prefix = prefix
        self.parent = parent
        self.rank = rank
        self.inputs = CELValue(.object(inputs))
        states = workflow.steps.map { MachineStep(remaining: $0.needs.count) }
        unsettled = states.count
    }
}

/// Where a step of a workflow stands; what only few have stands in their frame, since there can be thousands.
struct MachineStep: Sendable {
    var status = StepStatus.pending
    /// Needs that have not ended.
    var remaining: Int
    /// What expressions see as `steps.x` once it has ended.
    var view: JSONValue = .null
    /// True when steps that need this one are skipped.
    var isBlocking = false
    /// True of a gate that was skipped because nothing that it guards would have run: nobody was asked.
    var isUnasked = false
    /// True when it failed and nothing tolerates that.
    var hasFailed = false
    /// True when something that it needs, however far back, has failed.
    var isTainted = false

    init(remaining: Int) { self.remaining = remaining }
}

/// How far a fan-out is.
struct MachineFanOut: Sendable {
    let elements: [JSONValue]
    /// Elements beyond the bound.
    let omitted: Int
    var next = 0
    var running = 0
    /// True when an element has ended and it has not been looked yet what follows.
    var isDue = false
    var results: [JSONValue]
    var failures = 0
    var firstFailure: Int?
    var error: ToolError?

    init(_ elements: [JSONValue], omitted: Int) {
        self.elements = elements
        self.omitted = omitted
        results = Array(repeating: .null, count: elements.count)
    }

    /// Takes the next element, if so many may run at the same time and there is one.
    mutating func nextElement(running limit: Int) -> Int? {
        guard next < elements.count, running < limit else { return nil }
        running += 1
        next += 1
        return next - 1
    }
}

/// One execution of a step, or of a step for one element.
struct MachineUnit: Sendable {
    enum Phase: Sendable {
        case ready, running, delayed, waiting, nested, done
    }

    let frame: Int
    let step: Int
    /// That of the step.
    let path: String
    let iteration: Int?
    var attempt = 1
    var failures = 0
    var phase = Phase.ready
}

/// Where a unit is found again.
struct UnitAddress: Hashable, Sendable {
    let path: String
    let iteration: Int?
}

/// The order in which what is ready is taken: that of the file, then that of the elements.
struct ReadyKey: Comparable, Sendable {
    let rank: Int
    let frame: Int
    let step: Int
    let iteration: Int
    /// Index of the unit; of no meaning for steps.
    var unit = 0

    static func < (left: Self, right: Self) -> Bool {
        if left.rank != right.rank { return left.rank < right.rank }
        if left.frame != right.frame { return left.frame < right.frame }
        return left.step != right.step ? left.step < right.step : left.iteration < right.iteration
    }
}

/// How a unit ended.
struct UnitResult: Sendable {
    let status: StepStatus
    var output: JSONValue?
    var evidence: EvidenceID?
    var error: ToolError?
    var reason: String?

    static func failed(_ error: ToolError) -> UnitResult { UnitResult(status: .failed, error: error) }

    static func skipped(_ reason: String) -> UnitResult { UnitResult(status: .skipped, reason: reason) }

    /// What expressions see of it; what there is not is absent, so that `.?output` tells.
    var view: JSONObject {
        var view: JSONObject = ["status": .string(status.rawValue)]
        if let output { view["output"] = output }
        if let evidence { view["evidence"] = .string(evidence.rawValue) }
        if let error { view["error"] = error.view }
        return view
    }
}

extension ToolError {
    /// What expressions see of it.
    var view: JSONValue {
        var view: JSONObject = ["code": .string(code), "message": .string(message)]
        if let hint { view["hint"] = .string(hint) }
        return .object(view)
    }

    init(_ failure: ExpressionFailure) {
        self.init(.validation, failure.message, hint: failure.hint)
    }
}
