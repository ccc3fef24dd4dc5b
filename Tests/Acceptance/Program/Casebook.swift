import JSON
import TestSupport

/// The built program with a home, a database and a folder of its own.
struct Casebook: Sendable {
    /// What the program keeps of itself; disappears with the last value that uses it.
    let home: TemporaryFolder
    /// The folder that the program starts in.
    let folder: String
    /// The database's path.
    let database: String
    private let harness: ProcessHarness

    /// - Parameters:
    ///   - folder: the folder to start in; the home when nil.
    ///   - database: the database; one in the home when nil.
    init(in folder: String? = nil, home: TemporaryFolder? = nil, database: String? = nil) throws {
        let home = try home ?? TemporaryFolder()
        self.home = home
        self.folder = folder ?? home.path
        self.database = database ?? home.path("state/casebook.db")
        let environment = [
            "HOME": home.path, "USER": "tester", "PATH": "/usr/bin:/bin", "CASEBOOK_DATABASE": self.database,
        ]
        harness = try ProcessHarness(built: "casebook", environment: environment, folder: self.folder)
    }

    private init(_ other: Casebook, harness: ProcessHarness) {
        home = other.home
        folder = other.folder
        database = other.database
        self.harness = harness
    }

    /// The same program under strace(1), which fails the n-th of some system calls on the database's files.
    ///
    /// - Parameter fault: as `strace -e inject=` takes it, such as `pwrite64:error=ENOSPC:when=7+`.
    func failing(_ fault: String, record: String = "/dev/null") -> Casebook {
        let call = String(fault.prefix { $0 != ":" })
        // Of the -shm SQLite tells a failed write and a full disk alike.
        let suffixes = ["", "-wal", "-journal"] + (fault.contains("EIO") ? [] : ["-shm"])
        let files = suffixes.map { database + $0 }
        let options = Strace.options(output: record, calls: [call], files: files)
        let inject = fault.contains(":") ? ["-e", "inject=" + fault] : []
        return Casebook(self, harness: harness.under(Strace.path, options + inject))
    }

    /// The same program under strace(1), which kills it at the first of some system calls.
    func killed(at call: String) -> Casebook {
        let options = Strace.options(output: "/dev/null", calls: [call], files: [])
        return Casebook(self, harness: harness.under(Strace.path, options + ["-e", "inject=\(call):signal=KILL"]))
    }

    /// The path of the program.
    var executable: String { harness.executable }

    /// The environment that the program gets.
    var environment: [String: String] { harness.environment }

    /// Runs a command to its end.
    @discardableResult
    func run(_ arguments: String..., input: String = "") async throws -> Answer {
        try await run(arguments, input: input)
    }

    /// Runs a command to its end.
    @discardableResult
    func run(_ arguments: [String], input: String = "") async throws -> Answer {
        Answer(try await harness.run(arguments, input: input, timeout: .seconds(120)), to: arguments)
    }

    /// Runs a command that has to end well, and reads its JSON.
    func json(_ arguments: String...) async throws -> JSONValue {
        try await run(arguments + ["--json"]).expect(0).json()
    }

    /// Starts a command and lets it run.
    /// - Parameter terminal: what it sees as its terminal; pipes when nil.
    func start(_ arguments: String..., on terminal: Terminal? = nil) throws -> RunningProcess {
        try start(arguments, on: terminal)
    }

    /// The same of arguments that were put together.
    func start(_ arguments: [String], on terminal: Terminal? = nil) throws -> RunningProcess {
        try harness.start(arguments, on: terminal)
    }
}
