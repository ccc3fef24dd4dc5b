import CEL
import JSON
import Model

extension WorkflowMachine {
    /// What an expression of a workflow sees that reads these steps.
    func scope(_ frame: Int, reading steps: [Int], element: (String, JSONValue)? = nil, hasFailed: Bool = false)
        -> ExpressionScope
    {
        var views: [String: JSONValue] = [:]
        for step in steps { views[frames[frame].workflow.steps[step].id] = frames[frame].states[step].view }
        return ExpressionScope(
            inputs: frames[frame].inputs, session: session, run: runContext, steps: views,
            element: element.map { ($0.0, CELValue($0.1)) }, hasFailed: hasFailed)
    }

    /// What the expressions of a step see.
    func scope(_ frame: Int, of step: Int, element: (String, JSONValue)? = nil, hasFailed: Bool = false)
        -> ExpressionScope
    {
        scope(frame, reading: frames[frame].workflow.reads[step], element: element, hasFailed: hasFailed)
    }

    func step(_ frame: Int, _ step: Int) -> WorkflowStep { frames[frame].workflow.steps[step] }

    func reference(_ frame: Int, _ step: Int) -> StepReference {
        StepReference(run: run, path: frames[frame].prefix + self.step(frame, step).id)
    }

    /// Decides whether a step whose needs have ended runs.
    mutating func consider(_ frame: Int, _ index: Int) {
        let step = step(frame, index)
        let obstacle = obstacle(frame, step)
        frames[frame].states[index].isTainted = isTainted(frame, step)
        if let handled = step.handles, !frames[frame].states[handled].status.isFailure {
            return skip(frame, index, "`\(self.step(frame, handled).id)` did not fail", isBlocking: false)
        }
        // Whatever a step's condition asks, nothing gets past a gate that was not opened.
        if let obstacle, step.condition?.asksForOutcome != true || isGuarded(frame, step) {
            return skip(frame, index, obstacle, isBlocking: true)
        }
        if let condition = step.condition {
            do {
                let scope = scope(frame, of: index, hasFailed: frames[frame].states[index].isTainted)
                guard try condition.isTrue(scope) else {
                    return skip(frame, index, "its condition does not hold: \(condition.text)", isBlocking: false)
                }
            } catch {
                return settle(frame, index, .failed(ToolError(error)))
            }
        }
        // What runs only because a gate did not ask, such as a step that wants the gate skipped, was never agreed to.
        if let gate = unaskedGate(frame, step) {
            return skip(frame, index, "nobody was asked by `\(gate)`", isBlocking: true)
        }
        frames[frame].states[index].status = .running
        if step.fanOut == nil { launch(frame, index, iteration: nil) } else { fanOut(frame, index) }
    }

    /// Whether something that a step needs, however far back, has failed.
    func isTainted(_ frame: Int, _ step: WorkflowStep) -> Bool {
        step.needs.contains { frames[frame].states[$0].hasFailed || frames[frame].states[$0].isTainted }
    }

    /// Why a step cannot run: a need that failed, or could not run itself.
    func obstacle(_ frame: Int, _ step: WorkflowStep) -> String? {
        for need in step.needs where need != step.handles && frames[frame].states[need].isBlocking {
            let state = frames[frame].states[need]
            let verb = state.status == .skipped ? "was skipped" : "failed"
            return "`\(self.step(frame, need).id)`, which it needs, \(verb)"
        }
        return nil
    }

    /// Whether a gate that was not opened guards the call of a step.
    private func isGuarded(_ frame: Int, _ step: WorkflowStep) -> Bool {
        switch step.action {
        case .finding, .approval, .question: false
        case .call, .workflow:
            step.needs.contains { self.step(frame, $0).action.isGate && frames[frame].states[$0].isBlocking }
        }
    }

    /// A gate that guards the call of a step and that asked nobody.
    private func unaskedGate(_ frame: Int, _ step: WorkflowStep) -> String? {
        switch step.action {
        case .finding, .approval, .question: return nil
        case .call, .workflow:
            let gate = step.needs.first { frames[frame].states[$0].isUnasked }
            return gate.map { self.step(frame, $0).id }
        }
    }

    private mutating func skip(_ frame: Int, _ index: Int, _ reason: String, isBlocking: Bool) {
        frames[frame].states[index].isBlocking = isBlocking
        settle(frame, index, .skipped(reason))
    }

    /// Tells that a step has ended without work of its own, and ends it.
    mutating func settle(_ frame: Int, _ index: Int, _ result: UnitResult) {
        tell(reference(frame, index), result)
        end(frame, index, result)
    }

    /// Ends a step and wakes those that waited for it.
    mutating func end(_ frame: Int, _ index: Int, _ result: UnitResult, items: [JSONValue]? = nil, omitted: Int = 0) {
        let step = step(frame, index)
        frames[frame].states[index].status = result.status
        if let error = result.error { frames[frame].errors[index] = error }
        if frames[frame].workflow.hasReader[index] {
            var view = result.view
            if let items {
                view["items"] = .array(items)
                view["omitted"] = JSONValue(omitted)
            }
            frames[frame].states[index].view = .object(view)
        }
        if step.fanOut != nil { frames[frame].fanOuts[index] = nil }
        if result.status.isFailure {
            // A handler's own failure counts no more than that of the step it handles.
            let tolerating = step.handles.map { self.step(frame, $0).continuesOnError } ?? false
            let isTolerated = step.continuesOnError || tolerating
            frames[frame].states[index].hasFailed = !isTolerated
            frames[frame].states[index].isBlocking = !isTolerated || step.action.isGate
        }
        if let handled = step.handles, result.status == .succeeded { standIn(frame, index, for: handled, result) }
        for dependent in frames[frame].workflow.dependents[index] {
            frames[frame].states[dependent].remaining -= 1
            if frames[frame].states[dependent].remaining == 0 { stepIsReady(frame, dependent) }
        }
        frames[frame].unsettled -= 1
        if frames[frame].unsettled == 0 { finishFrame(frame) }
    }

    /// The output of a handler takes the place of that of the step that failed.
    private mutating func standIn(_ frame: Int, _ handler: Int, for handled: Int, _ result: UnitResult) {
        frames[frame].states[handled].hasFailed = false
        frames[frame].states[handled].isBlocking = step(frame, handled).action.isGate
        frames[frame].states[handler].isTainted = step(frame, handler).needs.contains { need in
            need != handled && (frames[frame].states[need].hasFailed || frames[frame].states[need].isTainted)
        }
        guard var view = frames[frame].states[handled].view.objectValue else { return }
        view["output"] = result.output
        view["evidence"] = result.evidence.map { .string($0.rawValue) }
        frames[frame].states[handled].view = .object(view)
    }

    /// Ends a workflow all of whose steps have ended.
    mutating func finishFrame(_ frame: Int) {
        let failed = frames[frame].states.firstIndex { $0.hasFailed }
        let error = failed.map { index in
            let cause = frames[frame].errors[index]
            let id = frames[frame].prefix + step(frame, index).id
            return ToolError(
                cause?.kind ?? .internal, "the step `\(id)` failed: \(cause?.message ?? "it gave no reason")",
                hint: cause?.hint)
        }
        guard let parent = frames[frame].parent else {
            return finish(error == nil ? .succeeded : .failed, error: error)
        }
        let result =
            error.map { UnitResult.failed($0) }
            ?? UnitResult(status: .succeeded, output: .object(outputs(of: frame).outputs))
        tell(reference(parent), result)
        complete(parent, result)
    }
}
