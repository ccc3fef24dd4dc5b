import JSON
import Model

@testable import Workflows

/// A machine with what it has asked for and not been told yet, and all that it was told.
struct MachineCourse {
    private(set) var machine: WorkflowMachine
    /// What it waits for, by the reference of the attempt, with a text that says all of it.
    private(set) var outstanding: [String: (text: String, action: WorkflowMachine.Action)] = [:]
    private(set) var history: [WorkflowMachine.Event] = []
    private(set) var performed: [StepReference] = []
    private(set) var settled: [String] = []
    private(set) var finish: String?

    init(_ workflow: Workflow, maxParallel: Int) {
        machine = WorkflowMachine(
            workflow: workflow, inputs: [:], session: Fixtures.session, run: Fixtures.run, maxParallel: maxParallel)
    }

    mutating func handle(_ event: WorkflowMachine.Event) {
        history.append(event)
        if let step = Self.reference(of: event) { outstanding[Self.key(step)] = nil }
        for action in machine.handle(event) { take(action) }
        // Cancelling takes back what nobody is working on.
        if case .cancel = event {
            outstanding = outstanding.filter { if case .perform = $0.value.action { true } else { false } }
        }
    }

    private mutating func take(_ action: WorkflowMachine.Action) {
        switch action {
        case .perform(let step, let work):
            performed.append(step)
            outstanding[Self.key(step)] = ("perform \(Self.text(work))", action)
        case .delay(let step, let duration): outstanding[Self.key(step)] = ("delay \(duration.shortText)", action)
        case .wait(let step, let wait):
            outstanding[Self.key(step)] = ("wait \(wait.message) \(wait.bound.canonicalText())", action)
        case .settle(let step, let status, let output, let reason, let error):
            settled.append(
                "\(Self.key(step)) \(status) \(output?.canonicalText() ?? "") \(reason ?? "") \(error?.message ?? "")")
        case .finish(let status, let outputs, let error):
            finish = "\(status) \(JSONValue.object(outputs).canonicalText()) \(error?.message ?? "")"
        }
    }

    /// What it waits for, as texts that can be compared.
    var open: Set<String> { Set(outstanding.map { "\($0.key) \($0.value.text)" }) }

    /// The machine as it is after a crash: asked from the beginning, and told what is known of each answer.
    static func rebuilt(
        _ workflow: Workflow, maxParallel: Int, from history: [WorkflowMachine.Event]
    ) -> MachineCourse {
        var answers: [String: WorkflowMachine.Event] = [:]
        for event in history { if let step = reference(of: event) { answers["\(key(step)) \(word(event))"] = event } }
        var course = MachineCourse(workflow, maxParallel: maxParallel)
        course.handle(.begin)
        while let answer = course.outstanding.sorted(by: { $0.key < $1.key }).lazy.compactMap({
            answers["\($0.key) \(word($0.value.action))"]
        }).first {
            course.handle(answer)
        }
        return course
    }

    /// The machine that is told the same in the same order.
    static func replayed(_ workflow: Workflow, maxParallel: Int, _ history: [WorkflowMachine.Event]) -> MachineCourse {
        var course = MachineCourse(workflow, maxParallel: maxParallel)
        for event in history { course.handle(event) }
        return course
    }

    // MARK: Texts

    private static func key(_ step: StepReference) -> String {
        "\(step.path)#\(step.iteration.map(String.init) ?? "")@\(step.attempt)"
    }

    private static func text(_ work: WorkflowMachine.Work) -> String {
        switch work {
        case .call(let tool, let version, let arguments, let cache, let timeout):
            "\(tool)@\(version) \(arguments.canonicalText()) \(cache.rawValue) \(timeout?.shortText ?? "")"
        case .finding(let draft): "\(draft)"
        }
    }

    private static func reference(of event: WorkflowMachine.Event) -> StepReference? {
        switch event {
        case .finished(let step, _), .delayed(let step), .decided(let step, _): step
        case .begin, .cancel: nil
        }
    }

    private static func word(_ event: WorkflowMachine.Event) -> String {
        switch event {
        case .finished: "perform"
        case .delayed: "delay"
        case .decided: "wait"
        case .begin, .cancel: ""
        }
    }

    private static func word(_ action: WorkflowMachine.Action) -> String {
        switch action {
        case .perform: "perform"
        case .delay: "delay"
        case .wait: "wait"
        case .settle, .finish: ""
        }
    }
}

extension WorkflowMachine {
    /// All that decides what the machine does next, the same for machines that stand at the same place.
    var standing: [String] {
        var lines = ["running \(running) delayed \(delayed) waiting \(waiting) \(isCancelled) \(isFinished)"]
        for frame in frames {
            lines.append("\(frame.prefix) unsettled \(frame.unsettled) \(frame.rank)")
            for (index, (step, state)) in zip(frame.workflow.steps, frame.states).enumerated() {
                let fanOut = frame.fanOuts[index].map {
                    "\($0.next) \($0.running) \($0.isDue) \($0.failures) \($0.firstFailure ?? -1) "
                        + JSONValue.array($0.results).canonicalText()
                }
                lines.append(
                    "\(frame.prefix)\(step.id) \(state.status) \(state.remaining) \(state.isBlocking) "
                        + "\(state.hasFailed) \(state.isTainted) \(frame.errors[index]?.message ?? "") "
                        + "\(state.view.canonicalText()) \(fanOut ?? "")")
            }
        }
        for (index, unit) in units.enumerated() {
            let found = addresses[UnitAddress(path: unit.path, iteration: unit.iteration)]
            guard let found, found == index else { continue }
            lines.append("\(unit.path)#\(unit.iteration ?? -1) \(unit.phase) \(unit.attempt) \(unit.failures)")
        }
        return lines.sorted()
    }
}
