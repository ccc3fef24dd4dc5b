import CEL
import JSON
package import Model

extension WorkflowMachine {
    func reference(_ unit: Int, attempt: Int? = nil) -> StepReference {
        let unit = units[unit]
        return StepReference(
            run: run, path: unit.path, iteration: unit.iteration, attempt: attempt ?? unit.attempt)
    }

    private func unit(_ reference: StepReference, in phase: MachineUnit.Phase) -> Int? {
        guard reference.run == run,
            let index = addresses[UnitAddress(path: reference.path, iteration: reference.iteration)],
            units[index].phase == phase, units[index].attempt == reference.attempt
        else { return nil }
        return index
    }

    /// Whether anything in the run can read what a step that is performed gives; for any other it is assumed.
    ///
    /// Where nothing does, a run that is resumed need not fetch it.
    package func isRead(_ reference: StepReference) -> Bool {
        guard let index = unit(reference, in: .running) else { return true }
        return frames[units[index].frame].workflow.hasReader[units[index].step]
    }

    func scope(of unit: Int, itself: JSONValue? = nil) -> ExpressionScope {
        let unit = units[unit]
        let step = step(unit.frame, unit.step)
        var element: (String, JSONValue)?
        if let fanOut = step.fanOut, let iteration = unit.iteration,
            let elements = frames[unit.frame].fanOuts[unit.step]?.elements
        {
            element = (fanOut.variable, elements[iteration])
        }
        var scope = scope(
            unit.frame, of: unit.step, element: element,
            hasFailed: frames[unit.frame].states[unit.step].isTainted)
        if let itself { scope.steps[step.id] = itself }
        return scope
    }

    /// Starts a step, or a step for one element.
    mutating func launch(_ frame: Int, _ index: Int, iteration: Int?) {
        let unit = units.count
        let path = reference(frame, index).path
        units.append(MachineUnit(frame: frame, step: index, path: path, iteration: iteration))
        addresses.add(unit, at: UnitAddress(path: path, iteration: iteration))
        let step = step(frame, index)
        if let approval = step.approval { return ask(unit, approval) }
        proceed(unit, step)
    }

    /// Goes on with a unit that nobody has to agree to any more.
    mutating func proceed(_ unit: Int, _ step: WorkflowStep) {
        switch step.action {
        case .call, .finding: enqueue(unit)
        case .workflow(let child): nest(unit, child)
        case .approval(let approval): ask(unit, approval)
        case .question(let question): ask(unit, question)
        }
    }

    private mutating func enqueue(_ index: Int) {
        units[index].phase = .ready
        let unit = units[index]
        readyUnits.insert(
            ReadyKey(
                rank: rank(unit.frame, unit.step), frame: unit.frame, step: unit.step, iteration: unit.iteration ?? 0,
                unit: index))
    }

    /// Hands a unit to the driver.
    mutating func dispatch(_ index: Int) {
        let step = step(units[index].frame, units[index].step)
        do {
            let work: Work
            switch step.action {
            case .call(let call):
                let mustAskAnew = units[index].attempt > 1 || step.until != nil
                work = .call(
                    tool: call.tool, version: call.version, arguments: try call.arguments.resolve(scope(of: index)),
                    cache: mustAskAnew && step.cache == .use ? .refresh : step.cache, timeout: step.timeout)
            case .finding(let template):
                switch try draft(template, scope(of: index)) {
                case .finding(let draft): work = .finding(draft)
                case .absent(let reason): return conclude(index, .skipped(reason))
                }
            case .workflow, .approval, .question: return
            }
            units[index].phase = .running
            running += 1
            actions.append(.perform(reference(index), work))
        } catch {
            conclude(index, .failed(ToolError(error)))
        }
    }

    /// Opens a workflow within the workflow.
    private mutating func nest(_ index: Int, _ child: SubWorkflow) {
        units[index].phase = .nested
        do {
            let given = try child.inputs.resolve(scope(of: index)).objectValue ?? [:]
            let inputs = child.workflow.typed(try child.workflow.completeInputs(given))
            let unit = units[index]
            let reference = reference(index)
            let place = reference.iteration.map { "[\($0)]" } ?? ""
            open(
                MachineFrame(
                    child.workflow, prefix: "\(reference.path)\(place)/", parent: index,
                    rank: rank(unit.frame, unit.step), inputs: inputs))
        } catch {
            conclude(index, .failed(ToolError(error)))
        }
    }

    // MARK: Events

    mutating func finished(_ reference: StepReference, _ outcome: StepOutcome) {
        guard let index = unit(reference, in: .running) else { return }
        running -= 1
        guard !isCancelled else {
            units[index].phase = .done
            return
        }
        let result = UnitResult(outcome)
        if result.status.isFailure, retry(index, result) { return }
        let step = step(units[index].frame, units[index].step)
        guard let until = step.until, result.status == .succeeded else { return complete(index, result) }
        check(until, index, result)
    }

    mutating func resumed(_ reference: StepReference) {
        guard let index = unit(reference, in: .delayed) else { return }
        delayed -= 1
        enqueue(index)
    }

    /// Asks for another attempt after a failure, if the step allows one.
    private mutating func retry(_ index: Int, _ result: UnitResult) -> Bool {
        let policy = step(units[index].frame, units[index].step).retry
        units[index].failures += 1
        guard let error = result.error, policy.errors.contains(error.kind), error.kind != .cancelled,
            units[index].failures < policy.maxAttempts
        else { return false }
        pause(index) { next, failures, seed in Jitter.pause(policy, failures: failures, next, seed: seed) }
        return true
    }

    private mutating func pause(_ index: Int, _ length: (StepReference, Int, UInt64) -> Duration) {
        units[index].attempt += 1
        units[index].phase = .delayed
        delayed += 1
        let next = reference(index)
        actions.append(.delay(next, length(next, units[index].failures, seed)))
    }

    /// Looks whether an attempt gave what is waited for.
    private mutating func check(_ until: Until, _ index: Int, _ result: UnitResult) {
        do {
            if try until.condition.isTrue(scope(of: index, itself: .object(result.view))) {
                return complete(index, result)
            }
        } catch {
            return conclude(index, .failed(ToolError(error)))
        }
        guard units[index].attempt - units[index].failures < until.maximum else {
            let error = ToolError(
                .timeout, "after \(until.maximum) attempts its condition does not hold: \(until.condition.text)",
                hint: "raise `max` or `every` of its `until`")
            return conclude(
                index, UnitResult(status: .failed, output: result.output, evidence: result.evidence, error: error))
        }
        pause(index) { _, _, _ in until.every }
    }

    // MARK: Ends

    /// Ends a unit by a decision of the machine, which is told, since the driver cannot know it.
    mutating func conclude(_ index: Int, _ result: UnitResult) {
        // The attempt that was performed has its own outcome in the journal.
        let wasPerformed = units[index].phase == .running
        tell(reference(index, attempt: units[index].attempt + (wasPerformed ? 1 : 0)), result)
        complete(index, result)
    }

    /// Ends a unit, and its step unless there are other elements.
    mutating func complete(_ index: Int, _ result: UnitResult) {
        let unit = units[index]
        units[index].phase = .done
        addresses.remove(at: UnitAddress(path: unit.path, iteration: unit.iteration))
        guard let iteration = unit.iteration else { return end(unit.frame, unit.step, result) }
        record(unit.frame, unit.step, iteration, result)
    }
}

extension UnitResult {
    init(_ outcome: WorkflowMachine.StepOutcome) {
        var error = outcome.error
        if error == nil {
            switch outcome.status {
            case .timedOut: error = ToolError(.timeout, "the attempt took too long", hint: "raise the step's `timeout`")
            case .cancelled: error = ToolError(.cancelled, "the attempt was cancelled")
            case .failed: error = ToolError(.internal, "the attempt failed without a reason")
            default: break
            }
        }
        let status: StepStatus = outcome.status.isFinal ? outcome.status : .failed
        self.init(status: status, output: outcome.output, evidence: outcome.evidence, error: error)
    }
}
