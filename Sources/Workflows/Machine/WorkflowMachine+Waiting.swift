import JSON
import Model

extension WorkflowMachine {
    /// Asks for agreement to a unit, or to what a gate guards.
    mutating func ask(_ index: Int, _ approval: Approval) {
        do {
            let scope = scope(of: index)
            guard let calls = try pendingCalls(index) else {
                frames[units[index].frame].states[units[index].step].isUnasked = true
                return conclude(index, .skipped("nothing that it guards would run"))
            }
            wait(
                index,
                Wait(
                    subject: .approval(calls: calls, groups: approval.groups, acceptsClient: approval.acceptsClient),
                    message: try Self.words(approval.message, scope), expires: approval.expires))
        } catch {
            conclude(index, .failed(ToolError(error)))
        }
    }

    /// Asks a question whose answer is the step's output.
    mutating func ask(_ index: Int, _ question: Question) {
        do {
            let message = try Self.words(question.message, scope(of: index))
            wait(index, Wait(subject: .question(question.schema), message: message, expires: question.expires))
        } catch {
            conclude(index, .failed(ToolError(error)))
        }
    }

    private mutating func wait(_ index: Int, _ wait: Wait) {
        units[index].phase = .waiting
        waiting += 1
        actions.append(.wait(reference(index), wait))
    }

    private static func words(_ template: Template, _ scope: ExpressionScope) throws(ExpressionFailure) -> String {
        try template.resolve(scope).stringValue ?? ""
    }

    /// The calls that an agreement is about: the unit's own, or those of the steps that need the gate and would run if
    /// it is opened; nil when none would.
    private func pendingCalls(_ index: Int) throws(ExpressionFailure) -> [PendingCall]? {
        let unit = units[index]
        guard step(unit.frame, unit.step).action.isGate else {
            let own = try pendingCall(unit.frame, unit.step, scope(of: index))
            return own.map { [$0] } ?? []
        }
        var calls: [PendingCall]?
        for dependent in frames[unit.frame].workflow.dependents[unit.step] {
            let step = step(unit.frame, dependent)
            let scope = scope(behind: unit, dependent)
            guard wouldRun(behind: unit, step, scope) else { continue }
            calls = calls ?? []
            // The arguments of a fan-out differ from element to element; the list is what is agreed to.
            if let fanOut = step.fanOut {
                let list = try fanOut.elements.evaluate(scope)
                calls?.append(
                    PendingCall(
                        step: path(unit.frame, dependent), uses: step.action.label, arguments: ["foreach": list]))
            } else if let call = try pendingCall(unit.frame, dependent, scope) {
                calls?.append(call)
            }
        }
        return calls
    }

    /// What a step that needs a gate will see once the gate is opened; all else that it needs has ended.
    private func scope(behind gate: MachineUnit, _ dependent: Int) -> ExpressionScope {
        let step = step(gate.frame, dependent)
        var scope = scope(gate.frame, of: dependent, hasFailed: isTainted(gate.frame, step))
        scope.steps[self.step(gate.frame, gate.step).id] = .object(UnitResult(status: .succeeded).view)
        return scope
    }

    /// Whether a step would run once the gate is opened; where that cannot be told yet, it counts as one that would.
    private func wouldRun(behind gate: MachineUnit, _ step: WorkflowStep, _ scope: ExpressionScope) -> Bool {
        let states = frames[gate.frame].states
        guard step.needs.allSatisfy({ $0 == gate.step || states[$0].status.isFinal }) else { return true }
        if let handled = step.handles, !states[handled].status.isFailure { return false }
        if obstacle(gate.frame, step) != nil, step.condition?.asksForOutcome != true { return false }
        guard let condition = step.condition else { return true }
        return (try? condition.isTrue(scope)) ?? true
    }

    private func path(_ frame: Int, _ index: Int) -> String { frames[frame].prefix + step(frame, index).id }

    private func pendingCall(_ frame: Int, _ index: Int, _ scope: ExpressionScope) throws(ExpressionFailure)
        -> PendingCall?
    {
        let step = step(frame, index)
        let arguments: Template
        switch step.action {
        case .call(let call): arguments = call.arguments
        case .workflow(let child): arguments = child.inputs
        case .finding, .approval, .question: return nil
        }
        return PendingCall(step: path(frame, index), uses: step.action.label, arguments: try arguments.resolve(scope))
    }

    // MARK: Answers

    mutating func decided(_ reference: StepReference, _ decision: Decision) {
        guard let index = addresses[UnitAddress(path: reference.path, iteration: reference.iteration)],
            reference.run == run, units[index].phase == .waiting, units[index].attempt == reference.attempt
        else { return }
        waiting -= 1
        let step = step(units[index].frame, units[index].step)
        switch step.action {
        case .question(let question): answer(index, question, decision)
        case .approval(let approval):
            // Should it be skipped, then with all that it guards.
            frames[units[index].frame].states[units[index].step].isBlocking = decision != .approved
            settleApproval(index, approval, decision) {
                $0.conclude(index, UnitResult(status: .succeeded, reason: "approved"))
            }
        case .call, .workflow, .finding:
            guard let approval = step.approval else { return }
            settleApproval(index, approval, decision) { $0.proceed(index, step) }
        }
    }

    private mutating func settleApproval(
        _ index: Int, _ approval: Approval, _ decision: Decision, approved: (inout WorkflowMachine) -> Void
    ) {
        switch decision {
        case .approved: approved(&self)
        case .denied(let reason): conclude(index, .denied(reason))
        case .expired: conclude(index, .expired(approval.onExpiry))
        case .answered: conclude(index, .denied("an answer is not an approval"))
        }
    }

    private mutating func answer(_ index: Int, _ question: Question, _ decision: Decision) {
        switch decision {
        case .answered(let value):
            guard let violation = question.schema.problems(with: value).first else {
                return conclude(index, UnitResult(status: .succeeded, output: value))
            }
            conclude(index, .failed(ToolError(.validation, "the answer does not fit: \(violation.description)")))
        case .denied(let reason): conclude(index, .denied(reason))
        case .expired: conclude(index, .expired(question.onExpiry))
        case .approved: conclude(index, .failed(ToolError(.validation, "an approval is not an answer")))
        }
    }
}

extension UnitResult {
    static func denied(_ reason: String?) -> UnitResult {
        .failed(ToolError(.notPermitted, "denied" + (reason.map { ": \($0)" } ?? "")))
    }

    static func expired(_ policy: OnExpiry) -> UnitResult {
        switch policy {
        case .deny: .denied("nobody answered in time")
        case .skip: .skipped("nobody answered in time")
        case .fail: UnitResult(status: .timedOut, error: ToolError(.timeout, "nobody answered in time"))
        }
    }
}
