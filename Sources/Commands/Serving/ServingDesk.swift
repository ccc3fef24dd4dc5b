import Model
import Policy
import Server
import Sessions
import Store
import Tooling
import Workflows

/// Puts together what the server works with.
enum ServingDesk {
    /// Who acts for a client on standard input and output: a model, which can approve nothing.
    private static let agent = Principal(name: PrincipalName.agent, kind: .model)

    /// A desk over the operator's configuration and database.
    ///
    /// - Parameter isRemote: Whether the client without a token of its own may be on another machine, so that its word is
    ///   no person's of this one.
    static func desk(
        of workplace: Workplace, _ catalog: LibraryCatalog, for token: TokenAdded? = nil, isRemote: Bool = false
    ) throws -> Desk {
        let option = try databaseOption(workplace.wiring.databasePath)
        return desk(
            workplace.manager, workplace.executor, catalog, workplace.wiring.configuration.roles, for: token,
            isRemote: isRemote, commandOptions: option)
    }

    /// Tells the operator something, on standard error.
    static let log: @Sendable (String) -> Void = { Stream.errors.write(line($0, screen)) }

    /// A line of the log, without what looks like a secret in what others have written.
    static func line(_ text: String, _ screen: ErrorScreen) -> String {
        "casebook: \(Printable.clean(screen.shown(text)))\n"
    }

    private static let screen = ErrorScreen()

    /// A desk without sources and with a store that is forgotten, to describe what there is.
    static func bare() throws -> Desk {
        let manager = SessionManager(
            store: InMemoryStore(), clock: SystemWallClock(), identifiers: SystemIdentifierSource())
        let executor = ToolExecutor(
            registry: Wiring.standardRegistry(), catalog: SourceCatalog([]), roots: [], rules: try RedactionRules(),
            extents: [], stamps: FileStamp(), manager: manager)
        let library = WorkflowLibrary(folders: [], currentFolder: "/", tools: Wiring.contracts, sources: nil)
        return desk(manager, executor, LibraryCatalog(library: library, defaults: [:]), RoleBook(), commandOptions: "")
    }

    private static func desk(
        _ manager: SessionManager, _ executor: ToolExecutor, _ catalog: LibraryCatalog, _ book: RoleBook,
        for token: TokenAdded? = nil, isRemote: Bool = false, commandOptions: String
    ) -> Desk {
        let principal = token?.principal ?? agent
        let standing =
            token.map { book.standing(of: $0.name, roles: $0.roles, groups: $0.groups) }
            ?? book.standing(ofLocal: agent.name)
        let uptime = ContinuousClock().stopwatch()
        let room = StorageRoom(manager.store, of: principal.name, standing.limits, uptime: uptime)
        let runner = WorkflowRunner(
            manager: manager, executor: executor, principal: principal, rights: standing.rights, room: room,
            load: { try catalog.pinned(text: $0, name: $1, children: $2) })
        let outside = Desk.Outside(
            version: Version.current, commandOptions: commandOptions,
            readWindow: { try WindowParser(now: $1).span($0) }, uptime: uptime, log: log)
        return Desk(
            manager: manager, executor: executor, runner: runner, principal: principal,
            rights: standing.rights, privileges: standing.privileges, isBearer: token != nil || isRemote,
            groups: standing.groups, limits: standing.limits, room: room, workflows: catalog, outside: outside)
    }

    /// What names this database to a person whose shell does not have the server's environment.
    private static func databaseOption(_ path: String) throws -> String {
        var environment = Environment.variables
        environment["CASEBOOK_DATABASE"] = nil
        let usual = try ConfigurationFinder(environment: environment, currentFolder: "/").database(named: nil)
        return path == usual ? "" : " --database \(quoted(path))"
    }

    /// A word as a shell takes it.
    private static func quoted(_ text: String) -> String {
        let plain = text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "/"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "-"):
                true
            default: false
            }
        }
        return plain && !text.isEmpty ? text : "'" + text.replacing("'", with: "'\\''") + "'"
    }
}

/// The workflows of the configuration's folders and the shipped ones, by name alone.
struct LibraryCatalog: WorkflowCatalog {
    let library: WorkflowLibrary
    let defaults: [String: String]

    func names() throws -> [String] { try library.names() }

    func shipped() throws -> Set<String> { try library.shipped() }

    func workflow(named name: String) throws -> Workflow {
        let names = try library.names()
        // A client names workflows, never files.
        guard names.contains(name) else {
            throw CommandError(
                .notFound, "there is no workflow of that name", hint: "one of: \(names.joined(separator: ", "))")
        }
        return try library.find(name)
    }

    func pinned(text: String, name: String, children: [String: String]) throws -> Workflow {
        try library.load(text: text, name: name, children: children)
    }
}
