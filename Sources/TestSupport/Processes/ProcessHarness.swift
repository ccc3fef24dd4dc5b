internal import Glibc

/// Runs a built program as a user would: its own process, its own environment, all three streams.
package struct ProcessHarness: Sendable {
    /// Path of the program.
    package let executable: String
    /// The whole environment of the process; nothing is inherited.
    package let environment: [String: String]
    /// The folder that the process starts in; nil for that of the test.
    package let folder: String?
    /// What stands before the arguments of each start.
    private var prefix: [String] = []

    package init(executable: String, environment: [String: String] = [:], folder: String? = nil) {
        self.executable = executable
        self.environment = environment
        self.folder = folder
    }

    /// The same program started by another one, which takes it as the last of its arguments.
    package func under(_ program: String, _ options: [String]) -> ProcessHarness {
        var harness = ProcessHarness(executable: program, environment: environment, folder: folder)
        harness.prefix = options + [executable] + prefix
        return harness
    }

    /// Finds a product of this package beside the running test bundle.
    ///
    /// - Throws: `TestFailure` when it was not built.
    package init(built name: String, environment: [String: String] = [:], folder: String? = nil) throws {
        guard let own = unsafe realpath("/proc/self/exe", nil) else { throw TestFailure("no path of the test itself") }
        defer { unsafe free(own) }
        let bundle = CommandLine.arguments.first { $0.hasSuffix(".xctest") }
        let candidates = [unsafe String(cString: own), bundle].compactMap { $0 }.map { path in
            path[..<(path.lastIndex(of: "/") ?? path.startIndex)] + "/" + name
        }
        guard let path = candidates.first(where: { unsafe access(String($0), X_OK) == 0 }) else {
            throw TestFailure("\(name) is not built: \(candidates.joined(separator: ", ")) is not there")
        }
        self.init(executable: String(path), environment: environment, folder: folder)
    }

    /// Runs the program to its end.
    ///
    /// - Parameter timeout: after which it is killed.
    /// - Throws: `TestFailure` when it cannot be started or takes too long.
    package func run(
        _ arguments: [String] = [], input: String = "", timeout: Duration = .seconds(60)
    ) async throws -> ProcessResult {
        let process = try start(arguments)
        try await process.write(input)
        process.closeInput()
        return try await process.wait(timeout: timeout)
    }

    /// Starts the program and lets it run.
    /// - Parameter terminal: what the program is to see as its terminal; pipes when nil.
    package func start(_ arguments: [String] = [], on terminal: Terminal? = nil) throws -> RunningProcess {
        try RunningProcess(
            executable: executable, arguments: prefix + arguments, environment: environment, folder: folder,
            terminal: terminal)
    }
}

/// What became of a process.
package struct ProcessResult: Sendable {
    /// How it ended.
    package enum Ending: Hashable, Sendable {
        case exit(Int32)
        case signal(Int32)
    }

    package let ending: Ending
    package let output: [UInt8]
    package let errors: [UInt8]

    /// The exit code; nil when a signal ended it.
    package var code: Int32? {
        guard case .exit(let code) = ending else { return nil }
        return code
    }

    /// Standard output as text.
    package var text: String { String(decoding: output, as: UTF8.self) }

    /// Standard error as text.
    package var errorText: String { String(decoding: errors, as: UTF8.self) }
}
