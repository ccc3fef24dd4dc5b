import JSON
import MCP
import Model
import Sessions
import Tooling

extension ToolShelf {
    var hypothesisTools: [ServerTool] { [openHypothesis, weighHypothesis] }

    private var ledger: HypothesisLedger {
        HypothesisLedger(manager: desk.manager, executor: desk.executor, author: desk.principal)
    }

    private var openHypothesis: ServerTool {
        tool(
            "open_hypothesis", "Open a hypothesis", "Names a possible cause, to be weighed.",
            input: .object([
                Self.session, .required("statement", .string(maximum: 4096).with("minLength", 1), "What might be so"),
            ]), output: AnswerForm.weighed, annotations: Self.records
        ) { arguments, _ in
            let session = try await openSession(arguments)
            let statement = arguments["statement"]?.stringValue ?? ""
            try await makeRoom(for: statement.utf8.count)
            let hypothesis = try await ledger.open(statement, in: session)
            return ["session": .string(session.id.rawValue), "hypothesis": SessionAnswer.hypothesis(hypothesis)]
        }
    }

    private var weighHypothesis: ServerTool {
        tool(
            "weigh_hypothesis", "Weigh a hypothesis",
            "Weighs it by a finding or a note, or sets its status; refuted needs a finding against.",
            input: .object([
                Self.session, .required("hypothesis", .string(maximum: 64), "`hyp_…`"),
                .optional("finding", .string(maximum: 64), "`fnd_…`"),
                .optional("stance", .oneOf(Stance.allCases.map(\.rawValue)), "With finding"),
                .optional("note", .string(maximum: 4096), "Why"),
                .optional("status", .oneOf(HypothesisStatus.allCases.map(\.rawValue)), "From now on"),
            ]), output: AnswerForm.weighed, annotations: Self.records
        ) { arguments, _ in
            let session = try await openSession(arguments)
            try await makeRoom(for: arguments["note"]?.stringValue?.utf8.count ?? 0)
            let hypothesis = try await ledger.weigh(
                arguments["hypothesis"]?.stringValue ?? "", finding: arguments["finding"]?.stringValue,
                stance: arguments["stance"]?.stringValue.flatMap { Stance(rawValue: $0) },
                note: arguments["note"]?.stringValue,
                status: arguments["status"]?.stringValue.flatMap { HypothesisStatus(rawValue: $0) }, in: session)
            return ["session": .string(session.id.rawValue), "hypothesis": SessionAnswer.hypothesis(hypothesis)]
        }
    }
}
