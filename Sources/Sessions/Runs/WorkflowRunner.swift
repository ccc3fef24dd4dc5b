package import JSON
package import Model
package import Policy
import Store
package import Workflows

/// Starts and resumes runs.
package struct WorkflowRunner: Sendable {
    let manager: SessionManager
    let executor: ToolExecutor
    /// Loads the pinned text of a run again, with the texts of the workflows that it uses.
    package typealias Load = @Sendable (_ text: String, _ name: String, _ children: [String: String]) throws -> Workflow
    let load: Load
    var ahead: Ahead?
    let principal: Principal
    private let rights: Rights
    private let room: StorageRoom?
    let pause: @Sendable () async throws -> Void

    /// Steps that run at once.
    private static let maximumParallel = 8

    /// - Parameters:
    ///   - room: What may be kept for the principal; nil without a limit.
    ///   - pause: Ends after the time between two looks at whether somebody wants a run to end.
    package init(
        manager: SessionManager, executor: ToolExecutor, principal: Principal, rights: Rights,
        room: StorageRoom? = nil,
        load: @escaping Load,
        pause: @escaping @Sendable () async throws -> Void = { try await Task.sleep(for: .seconds(1)) }
    ) {
        self.manager = manager
        self.executor = executor
        self.load = load
        self.principal = principal
        self.rights = rights
        self.room = room
        self.pause = pause
    }

    /// What a new run belongs to.
    package enum Place: Sendable {
        /// A session that is opened in the same commit.
        case new(title: String, labels: [String: String], window: WindowSet)
        case existing(Session)
    }

    /// A run that ended.
    package struct Ended: Sendable {
        package let session: Session
        package let run: RunID
        package let status: RunStatus

        package init(session: Session, run: RunID, status: RunStatus) {
            self.session = session
            self.run = run
            self.status = status
        }
    }

    /// Starts a run and drives it to its end.
    ///
    /// - Parameter reuse: The run of the same text and session whose finished steps are taken over.
    /// - Throws: `SessionsError` of code `validation` for an input that the redactor would hide.
    package func start(
        _ workflow: Workflow, inputs: JSONObject, in place: Place, reuse: RunReuse? = nil,
        watch: @escaping @Sendable (RunProgress) -> Void
    ) async throws -> Ended {
        try refuseSecrets(in: inputs)
        try refuseSecrets(inTextOf: workflow)
        let run = RunID(from: manager.identifiers)
        guard let lease = try await manager.store.lease(run) else { throw await driven(run) }
        do {
            let session = try await open(place, run, lease, workflow, inputs, reuse)
            watch(.runStarted(session: session.id, run: run, workflow: workflow.name))
            let ended = try await drive(run, workflow, session, lease, watch)
            await lease.release()
            return ended
        } catch {
            await lease.release()
            throw error
        }
    }

    /// Drives every run of the session that has not ended, each from its exact step.
    ///
    /// Runs that other processes drive come first, as they are; then those that were driven here.
    /// - Parameters:
    ///   - run: The one that is driven; nil for all of them.
    ///   - changed: A new text, with which the unfinished runs of that workflow go on.
    ///   - isForced: Runs are taken from whoever drives them, who can write nothing more of them from then on.
    /// - Throws: `SessionsError` of code `driven` when living processes drive all of them, of code `validation` when a run
    ///   cannot go on with the new text, of code `notAccepted` when nothing is left but what came with a case file and
    ///   nobody here has accepted.
    package func resume(
        _ session: Session, only run: RunID? = nil, with changed: Workflow? = nil, takingOver isForced: Bool = false,
        watch: @escaping @Sendable (RunProgress) -> Void
    ) async throws -> [Ended] {
        var ended: [Ended] = []
        var driven: [Ended] = []
        var foreign: Unfinished?
        let unfinished = Self.unfinished(in: try await session.refreshBriefly(), only: run, at: manager.clock.now)
        if let changed, !unfinished.contains(where: { $0.workflow == changed.name }) {
            throw SessionsError(
                .validation, "this session has no unfinished run of \(changed.name)",
                hint: "`casebook sessions show` lists its runs")
        }
        for unfinished in unfinished {
            guard !unfinished.isForeign else {
                foreign = foreign ?? unfinished
                continue
            }
            if unfinished.waits {
                ended.append(Ended(session: session, run: unfinished.id, status: .waiting))
                continue
            }
            var from: String?
            var lease = try await manager.store.lease(unfinished.id)
            if lease == nil, isForced {
                from = try await manager.store.holder(of: unfinished.id)?.description ?? "another process"
                lease = try await manager.store.takeOver(unfinished.id)
            }
            guard let lease else {
                driven.append(Ended(session: session, run: unfinished.id, status: .running))
                continue
            }
            do {
                let text = unfinished.workflow == changed?.name ? changed : nil
                ended.append(try await take(unfinished.id, of: session, lease, from: from, changed: text, watch))
                await lease.release()
            } catch {
                await lease.release()
                throw error
            }
        }
        if ended.isEmpty, driven.isEmpty, let foreign { throw Self.notAccepted(foreign.id, foreign.workflow) }
        if ended.isEmpty, let first = driven.first { throw await self.driven(first.run) }
        return driven + ended
    }

    /// A run that has not ended.
    private struct Unfinished {
        let id: RunID
        let workflow: String
        /// Nobody has answered what it waits for.
        let waits: Bool
        /// It came with a case file and nobody here has accepted it.
        let isForeign: Bool
    }

    /// The little that is needed of each: whoever holds on to a state has its next change copy it.
    private static func unfinished(in state: SessionState, only run: RunID?, at now: Timestamp) -> [Unfinished] {
        state.runs.filter { !$0.status.isFinal && (run == nil || $0.id == run) }.map { run in
            // Whoever asked for its end may be gone before a run ended that had begun to wait meanwhile.
            let waits = run.status == .waiting && run.cancellation == nil && !state.hasAnswer(for: run.id, at: now)
            let isForeign = run.needsAcceptance && run.cancellation == nil
            return Unfinished(id: run.id, workflow: run.workflow, waits: waits, isForeign: isForeign)
        }
    }

    func take(
        _ run: RunID, of session: Session, _ lease: any RunLease, from: String? = nil, changed: Workflow? = nil,
        _ watch: @escaping @Sendable (RunProgress) -> Void
    ) async throws -> Ended {
        // Read after the lease was taken: whoever held it before can write no more.
        guard let pinned = try await session.refreshBriefly().run(run) else { throw await driven(run) }
        if pinned.status.isFinal { return Ended(session: session, run: run, status: pinned.status) }
        if pinned.cancellation != nil { return try await end(pinned, of: session, lease, watch) }
        guard !pinned.needsAcceptance else { throw Self.notAccepted(run, pinned.workflow) }
        var workflow = try await self.workflow(of: pinned)
        var events: [Event] = [.runTaken(RunTaken(run: run, token: lease.token, from: from))]
        if let changed {
            try await check(changed, against: workflow, of: pinned, in: session)
            let event = RunChanged(
                run: run, version: changed.version, text: changed.text, children: changed.children)
            events.append(.runChanged(event))
            workflow = changed
        }
        let now = manager.clock.now
        let drafts = events.map { EntryDraft($0, principal: principal.name, time: now) }
        try await session.append(Batch(drafts, fence: Fence(run: run, token: lease.token)))
        watch(.runStarted(session: session.id, run: run, workflow: workflow.name))
        return try await drive(run, workflow, session, lease, watch)
    }

    private func open(
        _ place: Place, _ run: RunID, _ lease: any RunLease, _ workflow: Workflow, _ inputs: JSONObject,
        _ reuse: RunReuse?
    ) async throws -> Session {
        let clock = manager.clock
        let principal = principal
        let token = lease.token
        let batch: @Sendable (SessionID, String, Window?) -> Batch = { id, title, window in
            let context: JSONObject = [
                "id": .string(id.rawValue), "title": .string(title),
                "window": window.flatMap { try? JSONValue(encoding: $0) } ?? .null,
            ]
            let started = RunStarted(
                run: run, workflow: workflow.name, version: workflow.version, text: workflow.text,
                children: workflow.children, inputs: inputs, session: context, reuse: reuse)
            let now = clock.now
            return Batch(
                [
                    EntryDraft(.runStarted(started), principal: principal.name, time: now),
                    EntryDraft(.runTaken(RunTaken(run: run, token: token)), principal: principal.name, time: now),
                ], fence: Fence(run: run, token: token))
        }
        try await room?.checkBytes()
        await room?.add(bytes: workflow.text.utf8.count)
        switch place {
        case .new(let title, let labels, let window):
            let shown = try await redacted(title)
            return try await room.opening {
                try await manager.open(title: shown, owner: principal, labels: labels, window: window) { id in
                    batch(id, shown, window.window)
                }
            }
        case .existing(let session):
            try await session.append { state in
                guard !state.isClosed else {
                    throw SessionsError.closed(session.id)
                }
                return batch(session.id, state.title, state.window)
            }
            return session
        }
    }

    private func drive(
        _ run: RunID, _ workflow: Workflow, _ session: Session, _ lease: any RunLease,
        _ watch: @escaping @Sendable (RunProgress) -> Void
    ) async throws -> Ended {
        let (driver, machine) = try await driver(of: run, workflow, session, lease, watch)
        return Ended(session: session, run: run, status: try await driver.drive(machine))
    }

    private func driver(
        of run: RunID, _ workflow: Workflow, _ session: Session, _ lease: any RunLease,
        _ watch: @escaping @Sendable (RunProgress) -> Void
    ) async throws -> (RunDriver, WorkflowMachine) {
        let state = await session.state
        guard let started = state.run(run) else { throw await driven(run) }
        // A changed text may have inputs with defaults that the run's own did not have.
        let inputs = (try? workflow.resolveInputs(given: started.inputs)) ?? started.inputs
        let machine = WorkflowMachine(
            workflow: workflow, inputs: inputs, session: started.session, run: run, maxParallel: Self.maximumParallel)
        var reusable = ReusableSteps()
        // Either of the two may have gone on with a changed text since.
        if let reuse = started.reuse, let earlier = state.run(reuse.run), earlier.text == started.text,
            earlier.children == started.children
        {
            reusable = ReusableSteps(earlier, of: workflow, from: reuse.from)
        }
        let driver = RunDriver(
            run: run, session: session, lease: lease, executor: executor, store: manager.store, principal: principal,
            rights: rights, room: room, budget: Budget(workflow.budget).least(executor.budgets.run), recorded: started,
            reusable: reusable,
            pause: pause,
            watch: watch)
        return (driver, machine)
    }

    /// A redacted input could not be resumed: the step that needs it would run with the token.
    private func refuseSecrets(in inputs: JSONObject) throws {
        for (name, value) in inputs {
            var receipt = RedactionReceipt()
            _ = Redactor(rules: executor.rules, key: [0]).redact([name: value], &receipt)
            guard receipt.isEmpty else {
                throw SessionsError(
                    .validation, "the input `\(name)` looks like a secret, and would be hidden in the journal",
                    hint: "secrets belong to the operator's configuration, never into a workflow's inputs")
            }
        }
    }

    /// The journal pins the text of the workflow and of those that it uses, and a redacted one could not be loaded again.
    func refuseSecrets(inTextOf workflow: Workflow) throws {
        var receipt = RedactionReceipt()
        let redactor = Redactor(rules: executor.rules, key: [0])
        for text in [workflow.text] + workflow.children.values { _ = redactor.redact(text, &receipt) }
        guard !receipt.isEmpty else { return }
        let kinds = receipt.hidden.keys.sorted().joined(separator: ", ")
        throw SessionsError(
            .validation, "the workflow `\(workflow.name)` holds what looks like a secret (\(kinds))",
            hint: "secrets belong to the operator's configuration, never into a workflow")
    }

    private func redacted(_ title: String) async throws -> String {
        Redactor(rules: executor.rules, key: try await manager.store.redactionKey(of: .server), origin: .caller)
            .redact(title).shortened(to: 200)
    }

    static func notAccepted(_ run: RunID, _ workflow: String) -> SessionsError {
        SessionsError(
            .notAccepted, "\(run) came with a case file, and nobody here has accepted its workflow \(workflow)",
            hint: "a person looks at it and accepts it with `casebook trust \(run)`")
    }

    /// The answer to whoever wants to drive what another drives.
    func driven(_ run: RunID) async -> SessionsError {
        let message = "another process is driving \(run)"
        guard let holder = try? await manager.store.holder(of: run) else {
            return SessionsError(.driven, message, hint: "`casebook sessions show` tells how far it is")
        }
        let number = holder.number
        return SessionsError(
            .driven, "\(message): \(holder)",
            hint: holder.isStopped
                ? "`kill -CONT \(number)` lets it go on; `casebook resume --take-over` takes the run from it"
                : "`casebook sessions show` tells how far it is; `casebook resume --take-over` takes the run from it")
    }
}

extension Budget {
    /// What a workflow file allows its runs.
    fileprivate init(_ budget: WorkflowBudget) {
        self.init(
            calls: budget.calls, seconds: budget.seconds, bytes: budget.bytes, rows: budget.rows, answer: budget.answer)
    }
}
