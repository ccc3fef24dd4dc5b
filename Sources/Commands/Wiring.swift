import EvidenceTools
import Fetching
import Glibc
import HostTools
import JSON
import LogTools
import MetricTools
import Model
import Policy
import SQLiteStore
import Sessions
import Store
import TerraformTools
import Tooling
import Workflows

/// The one place that puts the parts together: configuration, store, tools, executor.
struct Wiring {
    let configuration: Configuration
    let catalog: SourceCatalog
    let databasePath: String
    /// Whether it stands where the command line says.
    private let isNamed: Bool
    private let clock: any WallClock

    /// Reads the configuration; nothing is opened yet.
    ///
    /// - Parameter looksInFolder: whether a configuration in the current folder counts.
    init(_ options: GlobalOptions, extraSources: [String] = [], looksInFolder: Bool = true) throws {
        let folder = PathText.currentFolder
        let finder = ConfigurationFinder(environment: Environment.variables, currentFolder: folder)
        var configuration = try finder.find(named: options.config, looksInFolder: looksInFolder)
        let given = try extraSources.map { try SourceOption.source($0, relativeTo: folder) }
        if !given.isEmpty {
            // Sources that are named replace the standard ones, which are a guess.
            if configuration.origin == .standard { configuration.sources = [] }
            configuration.sources.removeAll { old in given.contains { $0.name == old.name } }
            configuration.sources += given
        }
        self.configuration = configuration
        catalog = SourceCatalog(configuration.sources)
        databasePath = try finder.database(named: options.database)
        isNamed = options.database != nil
        clock = SystemWallClock()
    }

    /// The private key that case files are signed with: beside the database and not in it.
    var keyPath: String { databasePath + "-key" }

    /// Refuses to write over what Casebook itself lives from.
    ///
    /// - Throws: `CommandError` of code `usage`.
    func refuseOwnFile(_ path: String) throws(CommandError) {
        var own = ["", "-wal", "-shm", "-lock", "-key"].map { databasePath + $0 }
        switch configuration.origin {
        case .file(let path), .folder(let path): own.append(path)
        case .standard: break
        }
        guard own.contains(where: { Self.isOneFile($0, path) }) else { return }
        throw CommandError(
            .usage, "\(Printable.cut(path, to: 200)) is Casebook's own file, which nothing is written over",
            hint: "name another file")
    }

    private static func isOneFile(_ path: String, _ other: String) -> Bool {
        var (one, two) = (stat(), stat())
        guard unsafe stat(path, &one) == 0, unsafe stat(other, &two) == 0 else { return false }
        return one.st_dev == two.st_dev && one.st_ino == two.st_ino
    }

    /// The token that HTTP clients of this installation bear: beside the database and not in it.
    var tokenPath: String { databasePath + "-token" }

    /// Opens the database alone.
    ///
    /// - Parameters:
    ///   - purpose: Whether a database that cannot be written is good enough.
    ///   - create: Whether one that is not there is made.
    func openStore(for purpose: SQLiteStore.Purpose = .writing, create: Bool = true) async throws -> SQLiteStore {
        try await SQLiteStore(path: databasePath, for: purpose, create: create)
    }

    /// Opens the database: all that is needed to look at sessions.
    ///
    /// One that cannot be written, such as a copy on a read-only disk, is read as it is. One that was named and is not there
    /// is not made: somebody meant another.
    func openForReading() async throws -> SessionManager {
        sessions(in: try await openStore(for: .reading, create: !isNamed))
    }

    private func sessions(in store: SQLiteStore) -> SessionManager {
        SessionManager(store: store, clock: clock, identifiers: SystemIdentifierSource())
    }

    /// The session that is meant where none is named.
    var currentSession: CurrentSession { CurrentSession(beside: databasePath) }

    /// Opens the database and wires sessions and tools to it.
    ///
    /// - Parameter purpose: Whether a database that cannot be written is good enough.
    func open(for purpose: SQLiteStore.Purpose = .writing) async throws -> Workplace {
        // This takes longest, and waits for the disk.
        async let opened = openStore(for: purpose)
        let rules = try RedactionRules(custom: configuration.redaction)
        let registry = registry()
        let store = try await opened
        let manager = sessions(in: store)
        let executor = ToolExecutor(
            registry: registry, catalog: catalog, roots: configuration.readableRoots,
            namedRoots: configuration.roles.roots, rules: rules, budgets: configuration.budgets, extents: Self.extents,
            stamps: FileStamp(), manager: manager)
        return Workplace(
            wiring: self, manager: manager, executor: executor, principal: Self.localUser,
            housekeeper: Housekeeper(manager: manager, store: store), isWritable: store.isWritable)
    }

    /// Finds and checks workflows.
    var library: WorkflowLibrary {
        WorkflowLibrary(
            folders: configuration.workflows, currentFolder: PathText.currentFolder,
            tools: Self.contracts, sources: catalog)
    }

    /// The one way to servers.
    static let servers: any ServerAsking = ServerClient(clock: SystemWallClock())

    /// Every tool there is.
    private static let everyTool: [any Tool] = [
        ReadFile(), ListFiles(), GetDiskUsage(), GetSystemLoad(), GetHostActivity(), SearchLogs(), CompareLogPatterns(),
        SummarizeLogs(), CorrelateLogs(), QueryMetrics(servers: servers), FindChangePoints(servers: servers),
        FindAnomalies(servers: servers), RankSuspects(servers: servers), CompareWindows(servers: servers),
        CorrelateMetrics(servers: servers), SummarizeTerraformPlan(), ExplainTerraformChange(), AssessTerraformRisk(),
        CompareTerraformPlans(), CompareTerraformStates(), ListChanges(), MatchChangesToIncident(), QueryEvidence(),
        DiffEvidence(),
    ]

    /// What the tools say of themselves, ordered by name.
    static var contracts: [ToolContract] {
        everyTool.map { type(of: $0).contract }.sorted { $0.name < $1.name }
    }

    /// Every tool, ready to be called.
    func registry() -> ToolRegistry { Self.standardRegistry() }

    /// The same without a configuration.
    static func standardRegistry() -> ToolRegistry { ToolRegistry(everyTool.map { RegisteredTool($0) }) }

    static let extents: [any ExtentReading] = [LogExtent(), MetricsExtent()]

    private static var localUser: Principal {
        let name = Environment.variables["USER"] ?? Environment.variables["LOGNAME"] ?? "uid-\(getuid())"
        return Principal(name: "local:\(name)", kind: .person)
    }
}

/// An open database with everything that works on it.
struct Workplace: Sendable {
    let wiring: Wiring
    let manager: SessionManager
    let executor: ToolExecutor
    let principal: Principal
    let housekeeper: Housekeeper
    /// Whether the database takes writes.
    let isWritable: Bool

    /// The session that is named, the current one where none is, and the newest where there is no current one.
    func session(_ name: String?) async throws -> Session {
        try await wiring.currentSession.resolve(name, in: manager)
    }

    var runner: WorkflowRunner {
        let library = wiring.library
        return WorkflowRunner(
            manager: manager, executor: executor, principal: principal, rights: .all,
            load: { try library.load(text: $0, name: $1, children: $2) })
    }

    /// Ends the store's work; what was told is durable already.
    func close() async { try? await manager.store.close() }
}

/// The process's environment.
enum Environment {
    static var variables: [String: String] {
        var result: [String: String] = [:]
        var next = unsafe environ
        while let entry = unsafe next.pointee {
            let text = unsafe String(cString: entry)
            if let equals = text.firstIndex(of: "=") {
                result[String(text[..<equals])] = String(text[text.index(after: equals)...])
            }
            unsafe next += 1
        }
        return result
    }
}
