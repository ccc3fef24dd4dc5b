import JSON
import MCP
import Model
import Sessions
import Tooling
import Workflows

extension ToolShelf {
    var runTools: [ServerTool] { [cancelRun, getRun, resumeRun, runWorkflow] }

    private static let run = Schema.Member.optional(
        "run", .string(maximum: 64), "The run's identifier, `run_…`; without it the newest of the session")

    private var runWorkflow: ServerTool {
        runTool(
            "run_workflow", "Run a workflow",
            "Runs a workflow in a session, or in a new one. A long run goes on in the background: follow it with "
                + "get_run. Its findings have checked citations.",
            input: .object([
                .required("workflow", .string(maximum: 64), "Its name; open_session lists them"),
                .optional("inputs", Schema(json: ["type": "object"]), "Its inputs by name"),
                .optional("session", .string(maximum: 64), "Instead of a new one"),
                .optional("title", .string(maximum: 200), "The title of a new session"), Self.wait,
            ])
        ) { arguments, context in
            let workflow = try desk.workflows.workflow(named: arguments["workflow"]?.stringValue ?? "")
            return try await start(workflow, arguments["inputs"]?.objectValue ?? [:], arguments, context)
        }
    }

    private var getRun: ServerTool {
        tool(
            "get_run", "Follow a run",
            "How far a run is, what it found and waits for. With wait it answers once the run has ended or a person has "
                + "answered.",
            input: .object([Self.session, Self.run, Self.wait]), output: AnswerForm.run, annotations: Self.reads
        ) { arguments, context in
            let session = try await session(arguments)
            let run = try await run(arguments, of: session)
            return try await followed(
                run, of: session, seconds: Self.seconds(arguments), awaitsAnswer: arguments["wait"] != nil, context)
        }
    }

    private var resumeRun: ServerTool {
        runTool(
            "resume_run", "Resume runs",
            "Continues every unfinished run of a session at its exact step, after a crash or an answer.",
            input: .object([Self.session, Self.wait])
        ) { arguments, context in
            let session = try await session(arguments)
            try await ClientApproval(desk: desk).ask(for: session, context)
            let run = try await run([:], of: session)
            do {
                let begun = try await keeper.begin(in: session.id) { watch in
                    _ = try await desk.runner.resume(session, watch: watch)
                }
                return try await outcome(begun?.run ?? run, of: session, arguments, context)
            } catch let error as SessionsError where error.kind == .driven {
                // It goes on already, perhaps in this very server.
                return try await outcome(run, of: session, arguments, context)
            }
        }
    }

    private var cancelRun: ServerTool {
        tool(
            "cancel_run", "Cancel a run", "Ends a run; what it has finished stays.",
            input: .object([Self.session, Self.run, .optional("reason", .string(maximum: 500), "Why")]),
            output: AnswerForm.run, annotations: Self.records
        ) { arguments, context in
            let session = try await session(arguments)
            let run = try await run(arguments, of: session)
            _ = try await desk.runner.cancel(run, of: session, reason: arguments["reason"]?.stringValue) { _ in }
            return try await followed(run, of: session, seconds: 0, context)
        }
    }

    /// A tool that starts something long, which becomes a task where the client knows tasks.
    func runTool(
        _ name: String, _ title: String, _ about: String, input: Schema,
        _ handler: @escaping @Sendable (JSONObject, RequestContext) async throws -> ToolOutcome
    ) -> ServerTool {
        ServerTool(
            name: name, title: title, about: about, inputSchema: input.json, annotations: Self.records,
            taskSupport: .optional
        ) { arguments, context in
            do {
                return try await attended(arguments) { try await handler($0, context) }
            } catch {
                throw Failure.told(error)
            }
        }
    }

    /// Starts a run in the background and follows it for a while.
    func start(
        _ workflow: Workflow, _ inputs: JSONObject, _ arguments: JSONObject, _ context: RequestContext
    ) async throws -> ToolOutcome {
        let texts = desk.workflows.defaults.filter { name, _ in
            inputs[name] == nil && workflow.inputs.contains { $0.name == name }
        }
        let values = try workflow.resolveInputs(
            given: inputs, texts: texts, sources: desk.executor.catalog.allowed(by: desk.rights))
        let place: WorkflowRunner.Place
        if arguments["session"] != nil {
            guard arguments["title"] == nil else {
                throw ServerError(.validation, "a title belongs to a new session", hint: "leave out title or session")
            }
            place = .existing(try await openSession(arguments))
        } else {
            place = .new(
                title: arguments["title"]?.stringValue ?? workflow.title, labels: [:],
                window: try await desk.executor.standardWindow(for: desk.rights))
        }
        let begun = try await keeper.begin(in: place.session) { watch in
            _ = try await desk.runner.start(workflow, inputs: values, in: place, watch: watch)
        }
        guard let begun else { throw ServerError(.notFound, "the run did not begin", hint: "call it again") }
        return try await outcome(
            begun.run, of: try await desk.manager.session(begun.session), arguments, context)
    }

    /// The answer of what started or resumed a run: what came of it, a task, or how far it is.
    private func outcome(
        _ run: RunID, of session: Session, _ arguments: JSONObject, _ context: RequestContext
    ) async throws -> ToolOutcome {
        let seconds = context.supportsTasks ? min(Self.seconds(arguments), 1) : Self.seconds(arguments)
        let answer = try await followed(run, of: session, seconds: seconds, context)
        guard context.supportsTasks, answer["status"]?.stringValue == RunStatus.running.rawValue,
            answer["driven"]?.boolValue != false
        else { return .complete(try Self.result(answer, AnswerForm.run)) }
        if let task = task(run, of: session, context) { return .task(task) }
        return .complete(try Self.result(answer, AnswerForm.run))
    }

    /// A task that ends when the run has, or waits for somebody whom the client cannot ask; nil when there are too many,
    /// since the run goes on without one.
    ///
    /// Its message names run and session: the table of tasks ends with the process, while the journal tells of both.
    private func task(_ run: RunID, of session: Session, _ context: RequestContext) -> TaskSnapshot? {
        try? tasks.start(
            for: context.caller, timeToLive: 3_600_000, pollInterval: 500, about: session.id.rawValue,
            message: "\(run) of \(session.id) is running"
        ) { task in
            do {
                try await desk.presence.doing(in: session.id) { try await finish(run, of: session, task, context) }
                return try Self.result(try await answer(run, of: session), AnswerForm.run)
            } catch is CancellationError {
                // This task is cancelled, the cancelling of the run is not.
                await Task { _ = try? await desk.runner.cancel(run, of: session, reason: nil) { _ in } }.value
                throw CancellationError()
            } catch {
                throw Failure.told(error)
            }
        }
    }

    /// Follows a run to its end, and on the way asks the client's user through the task for what their word is enough for.
    private func finish(
        _ run: RunID, of session: Session, _ task: TaskRun, _ context: RequestContext
    ) async throws {
        let follower = RunFollower(desk: desk)
        while true {
            let state = try await follower.follow(run, of: session, seconds: nil)
            guard state.run(run)?.status == .waiting, context.client.capabilities.elicitsForms,
                try await ClientApproval(desk: desk).ask(for: run, of: session, through: task)
            else { return }
            do {
                // Nobody has asked for the session's other runs.
                let begun = try await keeper.begin(in: session.id) { watch in
                    _ = try await desk.runner.resume(session, only: run, watch: watch)
                }
                if begun != nil { continue }
            } catch let error as SessionsError where error.kind == .driven {
                // Somebody else drives it on.
            } catch let error as ServerError where error.kind == .busy {
                // What was answered stands in the journal, and the run goes on once there is room.
            }
            try await desk.outside.pause(.milliseconds(100))
        }
    }

    private func followed(
        _ run: RunID, of session: Session, seconds: Int, awaitsAnswer: Bool = false, _ context: RequestContext
    ) async throws -> JSONObject {
        let follower = RunFollower(desk: desk)
        _ = try await follower.follow(run, of: session, seconds: seconds, awaitsAnswer: awaitsAnswer) { known in
            let done = known.attempts.count { $0.status.isFinal }
            let running = known.attempts.last { $0.status == .running }?.step.path
            context.report(progress: Double(done), message: running.map { "running \($0)" })
        }
        return try await answer(run, of: session)
    }

    private func answer(_ run: RunID, of session: Session) async throws -> JSONObject {
        let state = try await desk.view(of: session)
        guard let known = state.run(run) else { throw Self.unknown(run.rawValue) }
        return await RunAnswer(known, in: state, desk: desk).whole()
    }

    private func run(_ arguments: JSONObject, of session: Session) async throws -> RunID {
        let state = try await session.refresh()
        guard let name = arguments["run"]?.stringValue else {
            guard let newest = state.runs.last else {
                throw ServerError(.notFound, "this session has no run", hint: "run_workflow starts one")
            }
            return newest.id
        }
        let fitting = state.runs.filter { $0.id.rawValue.hasPrefix(name) }
        guard fitting.count == 1 else { throw Self.unknown(name) }
        return fitting[0].id
    }

    private static func unknown(_ name: String) -> ServerError {
        ServerError(
            .notFound, "there is no run `\(name.prefix(64))` in this session", hint: "get_session lists its runs")
    }

    private static func seconds(_ arguments: JSONObject) -> Int {
        min(max(arguments["wait"]?.intValue ?? 1, 0), RunFollower.longest)
    }
}

extension WorkflowRunner.Place {
    /// The session that is there already.
    fileprivate var session: SessionID? {
        switch self {
        case .new: nil
        case .existing(let session): session.id
        }
    }
}
