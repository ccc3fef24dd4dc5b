import JSON
import MCP
import Model
import Sessions
import Workflows

/// Approvals that the client's word is enough for, because their step says `approve: {by: client}`.
struct ClientApproval {
    let desk: Desk

    /// The longest text that a form shows.
    private static let longest = 2000

    /// Whether the workflow that the run has pinned takes the client's word for this.
    ///
    /// The journal does not say so, so that no entry can: the pinned text alone does.
    func isEnough(for request: WaitRequested, in run: RunState) -> Bool {
        // A client with a token of its own is no person of this machine, and groups are asked for by name.
        guard request.purpose == .approval, !desk.isBearer, request.groups.isEmpty,
            var workflow = try? desk.workflows.pinned(text: run.text, name: run.workflow, children: run.children)
        else { return false }
        let names = request.step.path.split(separator: "/").map { String($0.prefix { $0 != "[" }) }
        for name in names.dropLast() {
            guard case .workflow(let child)? = workflow.step(name)?.action else { return false }
            workflow = child.workflow
        }
        guard let step = names.last.flatMap({ workflow.step($0) }) else { return false }
        if case .approval(let gate) = step.action { return gate.acceptsClient }
        return step.approval?.acceptsClient ?? false
    }

    /// Asks the client's user for what their word is enough for, and writes down what they say.
    ///
    /// - Throws: `InputRequired` until they have answered.
    func ask(for session: Session, _ context: RequestContext) async throws {
        guard context.client.capabilities.elicitsForms else { return }
        let state = try await session.refresh()
        for run in state.runs where !run.status.isFinal {
            for wait in RunAnswer(run, in: state, desk: desk).waits where isEnough(for: wait.request, in: run) {
                try await settle(wait, of: session, title: state.title, context)
            }
        }
    }

    /// Asks through a task for whatever of a run waits for the client's word, and writes down what its user says.
    ///
    /// What somebody decides elsewhere meanwhile counts, and the question is withdrawn.
    /// - Returns: Whether the run can go on; not when nothing waits for this client, or its user says nothing.
    func ask(for run: RunID, of session: Session, through task: TaskRun) async throws -> Bool {
        let state = try await session.refresh()
        guard let known = state.run(run), known.status == .waiting else { return true }
        let waits = RunAnswer(known, in: state, desk: desk).waits.filter { isEnough(for: $0.request, in: known) }
        guard !waits.isEmpty else { return state.hasAnswer(for: run, at: desk.manager.clock.now) }
        let forms = Dictionary(waits.map { ($0.request.id.rawValue, form($0.request)) }) { $1 }
        task.report("\(run) of \(session.id) waits for your user")
        let answers = try await withThrowingTaskGroup(of: [String: ElicitationAnswer]?.self) { group in
            group.addTask { try await task.elicit(forms) }
            group.addTask {
                _ = try await RunFollower(desk: desk).follow(run, of: session, seconds: nil, awaitsAnswer: true)
                return nil
            }
            defer { group.cancelAll() }
            return try await group.next() ?? nil
        }
        task.report("\(run) of \(session.id) is running")
        guard let answers else { return true }
        var isDecided = false
        for wait in waits {
            guard let answer = answers[wait.request.id.rawValue], let decision = Self.decision(answer) else { continue }
            isDecided = true
            try await decide(wait, decision, of: session, title: state.title)
        }
        return isDecided
    }

    private func settle(_ wait: WaitState, of session: Session, title: String, _ context: RequestContext) async throws {
        let answer = try context.elicit(wait.request.id.rawValue, form(wait.request))
        guard let decision = Self.decision(answer) else { return }
        try await decide(wait, decision, of: session, title: title)
    }

    /// Writes a decision down, unless somebody was first: then theirs counts.
    private func decide(
        _ wait: WaitState, _ decision: WaitDecided.Decision, of session: Session, title: String
    ) async throws {
        let open = SessionManager.OpenWait(session: session, title: title, wait: wait)
        do {
            try await desk.manager.decide(open, decision, reason: "answered in the client", by: desk.principal)
        } catch let error as SessionsError where error.kind == .closed {
            // Whether it goes on stands in the journal.
        }
    }

    /// What an answer decides; nil for nothing.
    private static func decision(_ answer: ElicitationAnswer) -> WaitDecided.Decision? {
        switch answer {
        case .accept(let content): content["approve"]?.boolValue == true ? .approved : .denied
        case .decline: .denied
        case .cancel: nil
        }
    }

    /// One line without characters that could make a message look like something else.
    private static func plain(_ message: String) -> String {
        var text = ""
        for scalar in message.unicodeScalars.prefix(longest) {
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator: text.append(" ")
            default: text.unicodeScalars.append(scalar)
            }
        }
        return text
    }

    private func form(_ request: WaitRequested) -> InputRequest {
        let action = String(request.action.serialized(pretty: true).prefix(Self.longest))
        let text = "\(Self.plain(request.message))\n\nExactly this would be done:\n\(action)"
        let field: JSONValue = [
            "type": "boolean", "title": "Approve", "description": "Agree to exactly this action", "default": false,
        ]
        return .form(text, properties: ["approve": field], required: ["approve"])
    }
}
