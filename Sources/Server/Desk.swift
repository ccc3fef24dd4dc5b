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
    let outside: Outside

    /// What differs from one place where the server runs to another.
    package struct Outside: Sendable {
        let version: String
        /// Options that name the same database on the command line, with a blank in front; empty for the usual one.
        let commandOptions: String
        let readWindow: @Sendable (_ text: String, _ now: Timestamp) throws -> TimeSpan
        /// Waits, unless the task is cancelled before.
        let pause: @Sendable (Duration) async throws -> Void
        /// Takes a line for the operator; never what a client or a source wrote.
        let log: @Sendable (String) -> Void

        package init(
            version: String, commandOptions: String = "",
            readWindow: @escaping @Sendable (String, Timestamp) throws -> TimeSpan,
            pause: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) },
            log: @escaping @Sendable (String) -> Void = { _ in }
        ) {
            self.version = version
            self.commandOptions = commandOptions
            self.readWindow = readWindow
            self.pause = pause
            self.log = log
        }
    }

    package init(
        manager: SessionManager, executor: ToolExecutor, runner: WorkflowRunner, principal: Principal, rights: Rights,
        privileges: Privileges = .local, isBearer: Bool = false, groups: Set<String> = [],
        workflows: any WorkflowCatalog, outside: Outside
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
        self.workflows = workflows
        self.outside = outside
    }

    /// The session of a complete identifier or a unique beginning of one.
    func session(_ name: String) async throws -> Session { try await access.resolve(name) }

    /// The sources that the client may read, ordered by name.
    var sources: [Source] { executor.catalog.allowed(by: rights).all }

    /// What a person types.
    func command(_ words: String) -> String { "casebook \(words)\(outside.commandOptions)" }
}
