import JSON
import MCP
import Model
import Policy
import Sessions
import Store
import Tooling

extension ToolShelf {
    var sessionTools: [ServerTool] {
        [closeSession, forkSession, getSession, listSessions, openSessionTool, shareSession]
    }

    private var openSessionTool: ServerTool {
        tool(
            "open_session", "Open a session",
            "Opens an investigation that keeps everything learnt. Returns its identifier; give that to every later call.",
            input: .object([
                .required("title", .string(maximum: 200).with("minLength", 1), "What is wrong, in a few words"),
                .optional(
                    "window", .string(maximum: 120),
                    "The time of the incident: `2026-03-01T14:00:00Z to 2026-03-01T15:00:00Z`, "
                        + "`2026-03-01T14:20:00Z ± 15m` or `last 2h`. Without it: the last hour of the data"),
                .optional(
                    "baseline", .string(maximum: 120),
                    "The normal time to compare with, in the same forms. Without it: the equal time before"),
                .optional("labels", .map(of: .string(maximum: 200)), "Names and values to find the session by"),
            ]), output: AnswerForm.opened, annotations: Self.records
        ) { arguments, _ in
            let redactor = try await desk.executor.callerRedactor(of: desk.manager.serverJournal())
            var labels: [String: String] = [:]
            for (name, value) in (arguments["labels"]?.objectValue ?? [:]).prefix(20) {
                labels[redactor.redact(String(name.prefix(64)))] = redactor.redact(value.stringValue ?? "")
            }
            let window = try await window(arguments)
            let session = try await desk.room.opening {
                try await desk.manager.open(
                    title: redactor.redact(arguments["title"]?.stringValue ?? ""), owner: desk.principal,
                    labels: labels, window: window)
            }
            var answer = SessionAnswer(state: await session.state, desk: desk).head
            answer["sources"] = .array(
                desk.sources.prefix(100).map { ["name": .string($0.name), "kind": .string($0.kind.rawValue)] })
            answer["workflows"] = .array(try desk.workflows.names().prefix(100).map { .string($0) })
            answer["next"] = "Run the workflow that fits with run_workflow, or call tools with this session."
            return answer
        }
    }

    private func window(_ arguments: JSONObject) async throws -> WindowSet {
        let now = desk.manager.clock.now
        let baseline = try arguments["baseline"]?.stringValue.map { try desk.outside.readWindow($0, now) }
        if let text = arguments["window"]?.stringValue {
            return WindowSet(
                window: Window(try desk.outside.readWindow(text, now), baseline: baseline), origin: "given")
        }
        let found = try await desk.executor.standardWindow(for: desk.rights)
        guard let baseline else { return found }
        return WindowSet(window: Window(found.window.span, baseline: baseline), origin: found.origin)
    }

    private var listSessions: ServerTool {
        tool(
            "list_sessions", "List sessions", "Lists investigations, the newest updated first.",
            input: .object([
                .optional("limit", .integer(1...50), "How many at most", default: 20),
                .optional("cursor", .string(maximum: 200), "nextCursor of the page before"),
            ]), output: AnswerForm.sessions, annotations: Self.reads
        ) { arguments, _ in
            let page = try await desk.access.sessions(
                limit: arguments["limit"]?.intValue ?? 20, cursor: arguments["cursor"]?.stringValue)
            var answer: JSONObject = ["sessions": .array(page.sessions.map { SessionAnswer.line($0) })]
            answer.add("nextCursor", page.nextCursor)
            return answer
        }
    }

    private var getSession: ServerTool {
        tool(
            "get_session", "Read a session",
            "Everything learnt so far: window, runs, findings with citations, evidence, notes, and what to do next. "
                + "Call it first after your context was compacted.",
            input: .object([Self.session]), output: AnswerForm.session, annotations: Self.reads
        ) { arguments, _ in
            let state = try await desk.view(of: try await session(arguments))
            return await SessionAnswer(state: state, desk: desk).whole()
        }
    }

    private var forkSession: ServerTool {
        tool(
            "fork_session", "Fork a session",
            "Opens a session that goes on from an entry of another, with all that was learnt up to there. Neither sees "
                + "what happens to the other later.",
            input: .object([
                Self.session,
                .optional(
                    "at", .integer(1...Int.max),
                    "The last entry that both have; the newest if left out"),
                .optional("title", .string(maximum: 200).with("minLength", 1), "A title of its own"),
            ]), output: AnswerForm.forked, annotations: Self.records
        ) { arguments, _ in
            let parent = try await session(arguments)
            let redactor = try await desk.executor.callerRedactor(of: parent)
            let fork = try await desk.room.opening {
                try await desk.manager.fork(
                    parent, at: arguments["at"]?.intValue,
                    title: arguments["title"]?.stringValue.map { redactor.redact($0) }, by: desk.principal)
            }
            let state = await fork.state
            var answer = SessionAnswer(state: state, desk: desk).head
            if let origin = state.origin { answer["forkedFrom"] = .encoded(origin.place) }
            answer["next"] = "Go on in the fork with its identifier; get_session tells what it has."
            return answer
        }
    }

    private var shareSession: ServerTool {
        tool(
            "share_session", "Share a session",
            "Shares a session, or takes it back; for its owner alone.",
            input: .object([
                Self.session, .required("member", .string(maximum: 64).with("minLength", 1), "Its name"),
                .optional("remove", .boolean, "Take it back", default: false),
            ]), output: AnswerForm.shared, annotations: Self.records
        ) { arguments, _ in
            let session = try await session(arguments)
            let isOperator = desk.privileges.decides && desk.privileges.seesAll
            let member = arguments["member"]?.stringValue ?? ""
            if arguments["remove"]?.boolValue == true {
                try await desk.manager.unshare(session, with: member, by: desk.principal, isOperator: isOperator)
            } else {
                try await desk.room?.checkBytes()
                try await desk.manager.share(session, with: member, by: desk.principal, isOperator: isOperator)
            }
            let members = await session.reading { $0.members.sorted() }
            return ["session": .string(session.id.rawValue), "members": .array(members.map { .string($0) })]
        }
    }

    private var closeSession: ServerTool {
        tool(
            "close_session", "Close a session", "Ends it; nothing can be added afterwards.",
            input: .object([
                Self.session, .optional("outcome", .string(maximum: 4096), "What came of it, in a few sentences"),
            ]), output: AnswerForm.closed, annotations: Self.records
        ) { arguments, _ in
            let session = try await session(arguments)
            let redactor = try await desk.executor.callerRedactor(of: session)
            try await desk.manager.close(
                session, outcome: arguments["outcome"]?.stringValue.map { redactor.redact($0) }, by: desk.principal)
            let state = await session.state
            if state.owner.name == desk.principal.name { await desk.room?.sessionClosed() }
            return SessionAnswer(state: state, desk: desk).head
        }
    }
}
