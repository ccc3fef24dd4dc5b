import JSON
import MCP
import Model
import Policy
import Sessions
import Tooling

/// What only principals have that may decide.
extension ToolShelf {
    var approvalTools: [ServerTool] { [decideApproval, listApprovals] }

    private var listApprovals: ServerTool {
        tool(
            "list_approvals", "List approvals",
            "What waits for somebody's agreement, in any session, with exactly the calls that it is about.",
            input: .object([]), output: AnswerForm.approvals, annotations: Self.reads
        ) { _, _ in
            let waits = try await visibleWaits()
            return [
                "approvals": .array(
                    waits.map { open in
                        let request = open.wait.request
                        return [
                            "id": .string(request.id.rawValue), "session": .string(open.session.id.rawValue),
                            "step": .string(request.step.path), "message": .string(request.message),
                            "action": request.action, "asked": .string(open.wait.asked.description),
                            "asker": .string(open.wait.asker),
                        ]
                    })
            ]
        }
    }

    private var decideApproval: ServerTool {
        tool(
            "decide_approval", "Decide on an approval",
            "Agrees to exactly the calls that list_approvals shows, or refuses them. Not for what you asked for yourself.",
            input: .object([
                .required("approval", .string(maximum: 64).with("minLength", 1), "Its identifier, `ask_…`"),
                .required("decision", .oneOf(["approved", "denied"]), "What you decide"),
                .optional("reason", .string(maximum: 500), "Why"),
            ]), output: AnswerForm.decided, annotations: Self.records
        ) { arguments, _ in
            let name = arguments["approval"]?.stringValue ?? ""
            guard let open = try await visibleWaits().first(where: { $0.wait.request.id.rawValue == name }) else {
                await desk.refused("approval \(name)")
                throw ServerError(
                    .notFound, "nothing waits under that name", hint: "list_approvals shows what waits")
            }
            let isApproved = arguments["decision"]?.stringValue == "approved"
            let redactor = try await desk.executor.callerRedactor(of: open.session)
            try await desk.manager.decide(
                open, isApproved ? .approved : .denied,
                reason: arguments["reason"]?.stringValue.map { redactor.redact($0) }, by: desk.principal,
                isBearer: true)
            return ["approval": .string(name), "decision": .string(isApproved ? "approved" : "denied")]
        }
    }

    /// Approvals that the principal may decide on.
    private func visibleWaits() async throws -> [SessionManager.OpenWait] {
        var visible: [SessionManager.OpenWait] = []
        for open in try await desk.manager.openWaits() where open.wait.request.purpose == .approval {
            let groups = open.wait.request.groups
            if groups.isEmpty || !desk.groups.isDisjoint(with: groups) { visible.append(open) }
        }
        return visible
    }
}
