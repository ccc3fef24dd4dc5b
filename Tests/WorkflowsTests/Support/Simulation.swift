import JSON
import Model
import Workflows

/// Drives a machine without a clock: what it asks for is answered by closures, in an order that a seed decides.
struct Simulation {
    /// What one run led to.
    struct Result {
        var status: RunStatus?
        var outputs: JSONObject = [:]
        var error: ToolError?
        /// References of `perform`, in order.
        var performed: [StepReference] = []
        var calls: [StepReference: (tool: String, arguments: JSONValue, cache: CacheMode, timeout: Duration?)] = [:]
        var findings: [StepReference: FindingDraft] = [:]
        var settled: [StepReference: (status: StepStatus, output: JSONValue?, reason: String?, error: ToolError?)] = [:]
        var delays: [StepReference: Duration] = [:]
        var waits: [StepReference: WorkflowMachine.Wait] = [:]
        var mostAtOnce = 0
        var outcomes: [StepReference: WorkflowMachine.StepOutcome] = [:]

        /// The last status of each path, elements marked by their number.
        var statuses: [String: StepStatus] {
            var found: [String: (attempt: Int, status: StepStatus)] = [:]
            let all = settled.map { ($0, $1.status) } + outcomes.map { ($0, $1.status) }
            for (step, status) in all {
                let key = step.path + (step.iteration.map { "#\($0)" } ?? "")
                if found[key].map({ $0.attempt < step.attempt }) ?? true { found[key] = (step.attempt, status) }
            }
            return found.mapValues(\.status)
        }
    }

    var answer: (StepReference, WorkflowMachine.Work) -> WorkflowMachine.StepOutcome = { step, _ in
        .init(status: .succeeded, output: [:], evidence: Fixtures.evidence(abs(step.path.hashValue) % 1000))
    }
    var decide: (StepReference, WorkflowMachine.Wait) -> WorkflowMachine.Decision = { _, _ in .approved }
    /// Outcomes that the journal knows already.
    var recorded: [StepReference: WorkflowMachine.StepOutcome] = [:]
    var maxParallel = 4
    var seed: UInt64?
    /// Stops, as a crash would, after this many events.
    var stopAfter = Int.max

    func run(_ workflow: Workflow, inputs: JSONObject = [:]) -> Result {
        var random = SeededGenerator(state: seed ?? 0)
        var machine = WorkflowMachine(
            workflow: workflow, inputs: inputs, session: Fixtures.session, run: Fixtures.run, maxParallel: maxParallel)
        var result = Result()
        var pending: [WorkflowMachine.Event] = [.begin]
        var events = 0
        while !pending.isEmpty, events < stopAfter {
            let place = seed == nil ? 0 : Int.random(in: pending.indices, using: &random)
            let event = pending.remove(at: place)
            events += 1
            for action in machine.handle(event) { take(action, &result, &pending) }
            result.mostAtOnce = max(
                result.mostAtOnce, pending.count { if case .finished = $0 { true } else { false } })
        }
        return result
    }

    private func take(
        _ action: WorkflowMachine.Action, _ result: inout Result, _ pending: inout [WorkflowMachine.Event]
    ) {
        switch action {
        case .perform(let step, let work):
            let outcome = recorded[step] ?? answer(step, work)
            if recorded[step] == nil { result.performed.append(step) }
            result.outcomes[step] = outcome
            switch work {
            case .call(let tool, _, let arguments, let cache, let timeout):
                result.calls[step] = (tool, arguments, cache, timeout)
            case .finding(let draft): result.findings[step] = draft
            }
            pending.append(.finished(step, outcome))
        case .settle(let step, let status, let output, let reason, let error):
            result.settled[step] = (status, output, reason, error)
        case .delay(let step, let duration):
            result.delays[step] = duration
            pending.append(.delayed(step))
        case .wait(let step, let wait):
            result.waits[step] = wait
            pending.append(.decided(step, decide(step, wait)))
        case .finish(let status, let outputs, let error):
            result.status = status
            result.outputs = outputs
            result.error = error
        }
    }
}

extension StepReference {
    init(_ path: String, iteration: Int? = nil, attempt: Int = 1) {
        self.init(run: Fixtures.run, path: path, iteration: iteration, attempt: attempt)
    }
}
