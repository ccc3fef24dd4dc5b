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
                try await settle(wait.request, context)
            }
        }
    }

    private func settle(_ request: WaitRequested, _ context: RequestContext) async throws {
        let answer = try context.elicit(request.id.rawValue, form(request))
        let decision: WaitDecided.Decision
        switch answer {
        case .accept(let content): decision = content["approve"]?.boolValue == true ? .approved : .denied
        case .decline: decision = .denied
        case .cancel: return
        }
        let open = try await desk.manager.openWait(request.id.rawValue)
        try await desk.manager.decide(open, decision, reason: "answered in the client", by: desk.principal)
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
