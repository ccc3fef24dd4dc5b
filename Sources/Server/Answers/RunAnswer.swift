import JSON
import Model
import Sessions
import Store

/// What a client is told of a run.
struct RunAnswer {
    let run: RunState
    let state: SessionState
    let desk: Desk

    init(_ run: RunState, in state: SessionState, desk: Desk) {
        self.run = run
        self.state = state
        self.desk = desk
    }

    /// The run in a list of a session's runs.
    func line() async -> JSONObject {
        var object: JSONObject = [
            "run": .string(run.id.rawValue), "workflow": .string(run.workflow), "version": .string(run.version),
            "status": .string(run.status.rawValue),
        ]
        if let isDriven = await isDriven { object["driven"] = .bool(isDriven) }
        object["started"] = .string(run.started.description)
        object.add("finished", run.finished?.description)
        object["steps"] = .object(counts)
        if let error = run.error { object["error"] = .encoded(error) }
        return object
    }

    /// The run with what it found and waits for.
    func whole() async -> JSONObject {
        var object: JSONObject = ["session": .string(state.id.rawValue)]
        let line = await line()
        for (key, value) in line { object[key] = value }
        let findings = state.rankedFindings.filter { $0.step?.run == run.id }
        object["findings"] = .array(findings.map { SessionAnswer.finding($0) })
        object["outputs"] = .object(run.outputs)
        object["coverage"] = coverage
        object.add("notable", notable)
        object.add("waits", waits.map { wait($0) })
        object["next"] = .string(next(isDriven: line["driven"]?.boolValue))
        return object
    }

    /// Questions of this run that nobody has answered.
    var waits: [WaitState] {
        let now = desk.manager.clock.now
        return state.waits.filter { wait in
            wait.request.step.run == run.id && wait.isOpen(at: now) && !run.status.isFinal
        }
    }

    /// Whether a living process drives a run that has not ended; nil where it does not matter.
    private var isDriven: Bool? {
        get async { run.status == .running ? try? await desk.manager.store.isDriven(run.id) : nil }
    }

    private var counts: JSONObject {
        var counts: JSONObject = [:]
        for status in StepStatus.allCases {
            let count = run.attempts.count { $0.status == status }
            if count > 0 { counts[status.rawValue] = JSONValue(count) }
        }
        return counts
    }

    /// Steps of which somebody should know besides those that succeeded.
    private var notable: [JSONValue] {
        run.attempts.filter { $0.status != .succeeded }.suffix(30).map { attempt in
            var object: JSONObject = [
                "step": .string(attempt.step.path), "status": .string(attempt.status.rawValue),
            ]
            if let iteration = attempt.step.iteration { object["iteration"] = JSONValue(iteration) }
            object.add("reason", attempt.reason ?? attempt.error?.message)
            return .object(object)
        }
    }

    /// How much of each source the run saw, each value once.
    private var coverage: JSONValue {
        var seen: JSONObject = [:]
        for call in state.calls where call.step?.run == run.id {
            for part in call.coverage {
                var values = seen[part.source]?.arrayValue ?? []
                guard !values.contains(.string(part.value.rawValue)) else { continue }
                values.append(.string(part.value.rawValue))
                seen[part.source] = .array(values)
            }
        }
        return .object(seen)
    }

    private func wait(_ wait: WaitState) -> JSONValue {
        let request = wait.request
        var object: JSONObject = [
            "id": .string(request.id.rawValue), "step": .string(request.step.path),
            "purpose": .string(request.purpose.rawValue), "message": .string(request.message),
        ]
        object.add("expires", request.expires?.description)
        switch request.purpose {
        case .approval:
            object["action"] = request.action
            object["approve"] = .string(desk.command("approve \(request.id)"))
            object["deny"] = .string(desk.command("deny \(request.id)"))
            if ClientApproval(desk: desk).isEnough(for: request, in: run) { object["by"] = "client" }
        case .question:
            object["schema"] = request.schema
            object["answer"] = .string(desk.command("answer \(request.id) VALUE"))
        }
        return .object(object)
    }

    private func next(isDriven: Bool?) -> String {
        if run.needsAcceptance, !run.status.isFinal {
            return "This run came with a case file. A person has to look at its workflow first: show them "
                + "\(desk.command("trust \(run.id)")). You cannot accept it. After that call resume_run."
        }
        return switch run.status {
        case .running where isDriven == false:
            "The process that drove this run has ended. resume_run continues it at its exact step."
        case .running: "The run goes on in the background. Call get_run with wait to follow it."
        case .waiting where waits.isEmpty: "It was answered. resume_run continues the run."
        case .waiting:
            "A person has to answer: show them the command. You cannot approve. After that call resume_run. Where by is "
                + "client, resume_run asks your user itself."
        case .succeeded:
            "Read the findings; their quotes were checked. Look closer with tools in this session, or export_report."
        case .failed: "The run failed; what it found so far is kept. The error and the notable steps tell why."
        case .cancelled: "The run was cancelled; what it found so far is kept."
        }
    }
}
