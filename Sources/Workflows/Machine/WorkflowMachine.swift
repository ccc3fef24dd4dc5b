import CEL
package import JSON
package import Model

/// Decides what a run does next: events in, actions out.
///
/// It has no clock, does no I/O and holds no randomness but a seed, so that the same workflow, inputs and outcomes lead
/// to the same actions in whatever order the outcomes come. A run is resumed by a new machine that is given `begin` and
/// then, for each `perform` whose attempt the journal knows, the outcome that was recorded.
package struct WorkflowMachine: Sendable {
    package let workflow: Workflow
    package let run: RunID
    let maxParallel: Int
    let seed: UInt64
    let session: CELValue
    let runContext: CELValue
    var frames: [MachineFrame] = []
    var units: [MachineUnit] = []
    var addresses = UnitIndex()
    /// Steps whose needs have all ended.
    var readySteps = PriorityQueue<ReadyKey>()
    /// Units that wait for a free place.
    var readyUnits = PriorityQueue<ReadyKey>()
    /// Fan-outs of which an element has ended.
    var dueFanOuts: [(frame: Int, step: Int)] = []
    var running = 0
    var delayed = 0
    var waiting = 0
    var isCancelled = false
    var actions: [Action] = []
    /// True once `finish` was told.
    package private(set) var isFinished = false
    /// Why an output of the run is null although it has an expression, by its name.
    package private(set) var absentOutputs: [String: String] = [:]
    private let inputs: JSONObject

    /// Makes a machine that has not begun.
    ///
    /// - Parameters:
    ///   - workflow: What is run.
    ///   - inputs: Complete, as `Workflow.resolveInputs` gives them.
    ///   - session: What expressions see as `session`: `id`, `title`, `labels` and `window`.
    ///   - run: Names the run in every reference; also the seed of the jitter.
    ///   - maxParallel: Calls and findings at the same time, at least 1.
    package init(workflow: Workflow, inputs: JSONObject, session: JSONObject, run: RunID, maxParallel: Int) {
        self.workflow = workflow
        self.run = run
        self.inputs = workflow.typed(inputs)
        self.maxParallel = max(1, maxParallel)
        self.session = CELValue(.object(session))
        runContext = CELValue(
            .object([
                "id": .string(run.rawValue), "workflow": .string(workflow.name), "version": .string(workflow.version),
            ]))
        seed = Jitter.seed(run.rawValue)
    }

    /// Takes an event in and says what is to be done now.
    ///
    /// Events about what is over, or was never asked for, do nothing.
    package mutating func handle(_ event: Event) -> [Action] {
        guard !isFinished else { return [] }
        actions = []
        switch event {
        case .begin: begin()
        case .finished(let step, let outcome): finished(step, outcome)
        case .delayed(let step): resumed(step)
        case .decided(let step, let decision): decided(step, decision)
        case .cancel: cancel()
        }
        advance()
        defer { actions = [] }
        return actions
    }

    /// True when nothing can go on until somebody answers.
    package var isWaiting: Bool { !isFinished && running == 0 && delayed == 0 && waiting > 0 }

    private mutating func begin() {
        guard frames.isEmpty else { return }
        open(MachineFrame(workflow, prefix: "", parent: nil, rank: -1, inputs: inputs))
    }

    mutating func open(_ frame: MachineFrame) {
        let index = frames.count
        frames.append(frame)
        for (step, state) in frame.states.enumerated() where state.remaining == 0 { stepIsReady(index, step) }
        if frame.unsettled == 0 { finishFrame(index) }
    }

    mutating func stepIsReady(_ frame: Int, _ step: Int) {
        readySteps.insert(ReadyKey(rank: rank(frame, step), frame: frame, step: step, iteration: 0))
    }

    func rank(_ frame: Int, _ step: Int) -> Int { frame == 0 ? step : frames[frame].rank }

    /// Does all that can be done without waiting for the driver.
    private mutating func advance() {
        while !isFinished, !isCancelled {
            if let (frame, step) = dueFanOuts.popLast() {
                goOn(frame, step)
            } else if let key = readySteps.popFirst() {
                consider(key.frame, key.step)
            } else if running < maxParallel, let key = readyUnits.popFirst() {
                dispatch(key.unit)
            } else {
                break
            }
        }
        if isCancelled, running == 0, !isFinished { finish(.cancelled, error: nil) }
    }

    private mutating func cancel() {
        isCancelled = true
        readySteps.removeAll()
        readyUnits.removeAll()
        for index in units.indices where units[index].phase == .waiting || units[index].phase == .delayed {
            units[index].phase = .done
            tell(reference(index), UnitResult(status: .cancelled, reason: "the run was cancelled"))
        }
        delayed = 0
        waiting = 0
        if frames.isEmpty { finish(.cancelled, error: nil) }
    }

    /// Has the end of a step journalled that the driver cannot know of itself.
    mutating func tell(_ reference: StepReference, _ result: UnitResult) {
        actions.append(
            .settle(reference, result.status, output: result.output, reason: result.reason, error: result.error))
    }

    mutating func finish(_ status: RunStatus, error: ToolError?) {
        isFinished = true
        var outputs = JSONObject()
        if status != .cancelled, !frames.isEmpty {
            let found = self.outputs(of: 0)
            outputs = found.outputs
            absentOutputs = found.absent
        }
        actions.append(.finish(status, outputs: outputs, error: error))
    }

    /// The outputs of a workflow; what has no value is null.
    func outputs(of frame: Int) -> (outputs: JSONObject, absent: [String: String]) {
        var outputs = JSONObject()
        var absent: [String: String] = [:]
        let scope = scope(frame, reading: frames[frame].workflow.outputReads)
        for output in frames[frame].workflow.outputs {
            do {
                outputs[output.name] = try output.value.resolve(scope)
            } catch {
                outputs[output.name] = .null
                absent[output.name] = error.message
            }
        }
        return (outputs, absent)
    }
}
