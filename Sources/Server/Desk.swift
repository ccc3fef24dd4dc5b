package import Model
package import Policy
package import Sessions
import Tooling

/// All that the server works with, put together by whoever starts it.
package struct Desk: Sendable {
    /// What the server finds out about workflows.
    package let workflows: any WorkflowCatalog
    let manager: SessionManager
    let executor: ToolExecutor
    let runner: WorkflowRunner
    /// Who acts for the client.
    let principal: Principal
    let rights: Rights
    let privileges: Privileges
    /// Whether the client is known by a token that it was given, so that its word is no person's of this machine.
    let isBearer: Bool
    /// Groups that the principal decides for.
    let groups: Set<String>
    /// The sessions that the principal may know of.
    let access: SessionAccess
    /// What may be read of their evidence.
    let evidenceAccess: EvidenceAccess
    /// What may be kept for the principal; nil without a limit.
    let room: StorageRoom?
    /// Counts the principal's requests.
    let account: Account
    /// What is under way in sessions for the principal.
    let presence = Presence()
    /// Bounds what is written down of the principal's refusals.
    private let refusals = RefusalMeter()
    let outside: Outside

    /// What differs from one place where the server runs to another.
    package struct Outside: Sendable {
        let version: String
        /// Options that name the same database on the command line, with a blank in front; empty for the usual one.
        let commandOptions: String
        let readWindow: @Sendable (_ text: String, _ now: Timestamp) throws -> TimeSpan
        /// Waits, unless the task is cancelled before.
        let pause: @Sendable (Duration) async throws -> Void
        /// Tells the time on a clock that only runs forward.
        let uptime: @Sendable () -> Duration
        /// Takes a line for the operator; never what a client or a source wrote.
        let log: @Sendable (String) -> Void

        package init(
            version: String, commandOptions: String = "",
            readWindow: @escaping @Sendable (String, Timestamp) throws -> TimeSpan,
            pause: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) },
            uptime: @escaping @Sendable () -> Duration = ContinuousClock().stopwatch(),
            log: @escaping @Sendable (String) -> Void = { _ in }
        ) {
            self.version = version
            self.commandOptions = commandOptions
            self.readWindow = readWindow
            self.pause = pause
            self.uptime = uptime
            self.log = log
        }
    }

    package init(
        manager: SessionManager, executor: ToolExecutor, runner: WorkflowRunner, principal: Principal, rights: Rights,
        privileges: Privileges = .local, isBearer: Bool = false, groups: Set<String> = [],
        limits: PrincipalLimits = .none, room: StorageRoom? = nil, workflows: any WorkflowCatalog, outside: Outside
    ) {
        self.manager = manager
        self.executor = executor
        self.runner = runner
        self.principal = principal
        self.rights = rights
        self.privileges = privileges
        self.isBearer = isBearer
        self.groups = groups
        access = SessionAccess(manager, of: principal, seesAll: privileges.seesAll)
        evidenceAccess = executor.evidenceAccess(rights)
        self.room = room
        account = Account(limits, uptime: outside.uptime)
        self.workflows = workflows
        self.outside = outside
    }

    /// The session of a complete identifier or a unique beginning of one.
    ///
    /// - Throws: What `SessionAccess` throws; that somebody asked who may not know is written down before they are told.
    func session(_ name: String) async throws -> Session {
        do {
            return try await access.resolve(name)
        } catch let error as SessionsError where error.kind == .notFound {
            await refused("session \(name)")
            throw error
        }
    }

    /// A session as the principal may see it.
    func view(of session: Session) async throws -> SessionState {
        try await manager.view(of: session, evidenceAccess)
    }

    /// Writes down that the principal asked for what is not there for it; who may see everything has only mistyped.
    func refused(_ subject: String) async {
        guard isBearer || !rights.usesEverything || !rights.readsEverything else { return }
        let told: String
        switch refusals.note(at: outside.uptime()) {
        case .written:
            guard let redactor = try? await executor.callerRedactor(of: manager.serverJournal()) else { return }
            told = redactor.redact(String(subject.prefix(200)))
        case .summed: told = "more than \(RefusalMeter.most) within a minute, which are not written down"
        case .passed: return
        }
        try? await manager.refused(told, to: principal)
    }

    /// The sources that the client may ask, ordered by name.
    var sources: [Source] { executor.catalog.allowed(by: rights).all }

    /// What is written down of a call that the protocol's side refuses; it counts as a request, so that nobody fills the
    /// journal with what is not there.
    func refusedTool(_ name: String) async { try? await account.counting { await refused("tool \(name)") } }

    /// What a person types.
    func command(_ words: String) -> String { "casebook \(words)\(outside.commandOptions)" }
}

extension Clock where Duration == Swift.Duration {
    /// Begins to measure; what is returned tells the time since.
    package func stopwatch() -> @Sendable () -> Swift.Duration {
        let start = now
        return { start.duration(to: now) }
    }
}
