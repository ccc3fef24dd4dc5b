import JSON
package import Model
package import Policy
import Store
package import Tooling

/// The one way to a tool, for the command line, for clients and for the steps of workflows.
///
/// validate input → authorise → budget → evidence index → run with deadline and cancellation → redact → validate
/// output → store evidence and journal entry in one commit → answer.
package final class ToolExecutor: Sendable {
    package let registry: ToolRegistry
    package let catalog: SourceCatalog
    package let roots: [String]
    /// These, and the folders that roles name.
    let namedRoots: [String]
    package let rules: RedactionRules
    let budgets: Budgets
    let principals: PrincipalBudgets
    let windows: WindowResolver
    let stamps: any SourceStamping
    let store: any SessionStore
    let clock: any WallClock
    let timer: any Clock<Duration>
    let deadlines: Deadlines
    let tasks: (any TaskExecutor)?
    let identifiers: any IdentifierSource
    let journal: @Sendable () async throws -> Session

    /// The largest arguments, in bytes of their JSON.
    static let maximumArguments = 256 << 10

    /// The same of a failed call outside a run that are kept: nobody replays it.
    private static let maximumStray = 4 << 10

    /// - Parameters:
    ///   - namedRoots: Folders that roles name, which lie beneath the roots.
    ///   - budgets: What a session, a run and a principal may use.
    ///   - stamps: Tells whether a source still holds what evidence was taken from.
    ///   - timer: Measures pauses and deadlines; never the wall clock.
    ///   - deadlines: Measures deadlines where that is another clock.
    ///   - manager: Holds the server's own journal, where calls without a session stand; its tasks' executor is this
    ///     one's too.
    package init(
        registry: ToolRegistry, catalog: SourceCatalog, roots: [String], namedRoots: [String] = [],
        rules: RedactionRules,
        budgets: Budgets = Budgets(), extents: [any ExtentReading], stamps: any SourceStamping, manager: SessionManager,
        timer: any Clock<Duration> = ContinuousClock(), deadlines: (any Clock<Duration>)? = nil
    ) {
        self.registry = registry
        self.catalog = catalog
        self.roots = roots
        self.namedRoots = roots + namedRoots.filter { !roots.contains($0) }
        self.rules = rules
        self.budgets = budgets
        principals = PrincipalBudgets(
            budgets.principal, uptime: timer.elapsed(),
            past: RecentUse(store: manager.store, clock: manager.clock), tasks: manager.tasks)
        windows = WindowResolver(catalog: catalog, extents: extents, clock: manager.clock)
        self.stamps = stamps
        store = manager.store
        clock = manager.clock
        identifiers = manager.identifiers
        self.timer = timer
        let measuring = deadlines ?? timer
        tasks = manager.tasks
        self.deadlines = Deadlines(clock: measuring, tasks: manager.tasks)
        journal = { try await manager.strayJournal() }
    }

    /// Runs a call and writes what became of it before the caller is told.
    package func call(
        _ request: CallRequest, in scope: CallScope, progress: @escaping @Sendable (Progress) -> Void = { _ in }
    ) async throws -> (evidence: Evidence, isCached: Bool) {
        let session: Session
        if let own = scope.session { session = own } else { session = try await journal() }
        let outcome = try await perform(request, in: scope, progress: progress)
        defer { outcome.account.close() }
        let draft = EntryDraft(outcome.event, principal: scope.principal.name, time: clock.now)
        let batch = Batch([draft], evidence: outcome.record.map { [$0] } ?? [])
        guard Task.isCancelled else {
            try await session.append(batch)
            return (try outcome.result.get(), outcome.isCached)
        }
        // Whoever asked has gone; that they have asked, and what it cost, is told all the same.
        _ = try await Task { try await session.append(batch) }.value
        throw CancellationError()
    }

    /// Runs a call and leaves the commit to the caller, who adds what else belongs into it and tells nobody before.
    ///
    /// The call counts in its session as one under way until its entry is folded there, or the outcome is let go.
    package func perform(
        _ request: CallRequest, in scope: CallScope, progress: @escaping @Sendable (Progress) -> Void = { _ in }
    ) async throws -> CallOutcome {
        let call = CallID(from: identifiers)
        let account = CallAccount(call, scope, of: self)
        return try await perform(request, as: call, in: scope, account, progress)
    }

    private func perform(
        _ request: CallRequest, as call: CallID, in scope: CallScope, _ account: CallAccount,
        _ progress: @escaping @Sendable (Progress) -> Void
    ) async throws -> CallOutcome {
        let redactor = try await redactor(for: scope)
        var kept = request.step == nil ? 0 : Self.maximumArguments
        // Before its rights are known it is lent nothing.
        var lent: [String]? = []
        do {
            try await scope.room?.checkBytes()
            if request.step == nil { kept = Self.maximumStray }
            let authorised = try await authorise(request, in: scope)
            lent = authorised.lent
            let prepared = try await prepare(authorised, request, in: scope, redactor, account)
            if let known = try await earlier(prepared, request, scope) {
                return try await told(known, again: call, request, account)
            }
            let (record, answer) = try await run(prepared, request, scope, redactor, account, progress)
            await scope.room?.add(bytes: record.bytes.count + (record.body?.count ?? 0))
            let used = account.cost(answer: answer)
            account.settle(used)
            return CallOutcome(
                event: .callFinished(
                    CallFinished(
                        call: call, evidence: record.evidence, hash: record.hash, cached: false, step: request.step,
                        cost: CallCost(answer: answer, milliseconds: used.milliseconds))),
                record: record, result: .success(record.evidence), isCached: false, account: account)
        } catch {
            let lost = account.lost()
            account.settle(
                BudgetUse(
                    seconds: Double(lost?.milliseconds ?? 0) / 1000, bytes: lost?.bytes ?? 0, rows: lost?.rows ?? 0))
            // The task of a run was stopped: nothing is to be journalled, a resumed run makes the call again.
            if Task.isCancelled, request.step != nil { throw CancellationError() }
            let cause = Task.isCancelled ? CancellationError() : error
            let failure = Self.failed(
                call, request, try Self.toolError(from: cause), lent, lost, hiding: redactor.forText(of: .caller),
                keeping: kept)
            let event = Event.callFailed(failure)
            await scope.room?.add(bytes: event.canonicalPayload.count)
            return CallOutcome(
                event: event, record: nil, result: .failure(failure.error), isCached: false, account: account)
        }
    }

    /// Earlier evidence is not read again; being told it again costs its size.
    private func told(
        _ known: Evidence, again call: CallID, _ request: CallRequest, _ account: CallAccount
    ) async throws -> CallOutcome {
        let answer = known.output.canonicalBytes().count
        try await account.answer(bytes: answer)
        account.settle(BudgetUse(answer: answer))
        return CallOutcome(
            event: .callFinished(
                CallFinished(
                    call: call, evidence: known, cached: true, step: request.step,
                    cost: CallCost(answer: answer, milliseconds: 0))),
            record: nil, result: .success(known), isCached: true, account: account)
    }

    /// Errors repeat what the caller wrote, so they are redacted as the caller's own text.
    private static func failed(
        _ call: CallID, _ request: CallRequest, _ error: ToolError, _ lent: [String]?, _ cost: FailedCost?,
        hiding redactor: Redactor, keeping most: Int
    ) -> CallFailed {
        let arguments = redactor.redact(request.arguments)
        return CallFailed(
            call: call, tool: redactor.redact(request.tool).shortened(to: 100),
            arguments: arguments.canonicalBytes().count <= most ? arguments : .null,
            error: ToolError(
                error.kind, redactor.redact(error.message).shortened(to: 1024),
                hint: error.hint.map { redactor.redact($0).shortened(to: 1024) }),
            step: request.step, sources: lent, cost: cost)
    }

    private func redactor(for scope: CallScope) async throws -> Redactor {
        let key: [UInt8]
        if let session = scope.session {
            key = try await session.redactionKey()
        } else {
            key = try await store.redactionKey(of: .server)
        }
        return Redactor(rules: rules, key: key)
    }

    /// Tools throw `ToolError`; anything else of theirs is a fault of ours.
    ///
    /// What the store throws is passed on as it is, because nothing can be journalled then.
    private static func toolError(from error: any Error) throws -> ToolError {
        switch error {
        case let error as ToolError: error
        case is CancellationError: ToolError(.cancelled, "the call was cancelled")
        case let error as StoreError: throw error
        case let error as any CodedError: ToolError(.internal, error.message, hint: error.hint)
        default: ToolError(.internal, "the tool failed: \(type(of: error))", hint: "please report this")
        }
    }
}

extension ToolExecutor {
    /// The window of a session that was given none, from what all the sources hold that may be asked.
    package func standardWindow(for rights: Rights = .all) async throws -> WindowSet {
        try await windows.standard(of: catalog.allowed(by: rights))
    }
}
