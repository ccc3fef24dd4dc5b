import Foundation

/// A server that is started for a measurement, with a pipe at either end and figures that the kernel tells of it.
final class ServerProcess {
    /// Where to write to it.
    let input: Int32
    /// Where to read from it.
    let output: Int32
    /// When it was started.
    let start: ContinuousClock.Instant
    private let process: pid_t
    private let errors: String
    private var isRunning = true

    /// - Parameters:
    ///   - errors: The file that its standard error goes to.
    ///   - environment: What it gets besides our own.
    init(_ path: String, _ arguments: [String], errors: String, environment: [String: String] = [:]) throws {
        var (questions, answers): ([Int32], [Int32]) = ([0, 0], [0, 0])
        guard pipe(&questions) == 0, pipe(&answers) == 0 else {
            throw Program.Failure(description: "no pipe can be made")
        }
        for end in questions + answers { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, questions[0], STDIN_FILENO)
        posix_spawn_file_actions_adddup2(&actions, answers[1], STDOUT_FILENO)
        posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, errors, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        let inherited = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        var words: [UnsafeMutablePointer<CChar>?] = ([path] + arguments).map { strdup($0) } + [nil]
        var variables: [UnsafeMutablePointer<CChar>?] = inherited.map { strdup("\($0)=\($1)") } + [nil]
        defer { for word in words + variables { free(word) } }
        var process = pid_t()
        start = ContinuousClock.now
        let code = posix_spawn(&process, path, &actions, nil, &words, &variables)
        close(questions[0])
        close(answers[1])
        guard code == 0 else { throw Program.Failure(description: "\(path) cannot be started: \(code)") }
        self.process = process
        self.errors = errors
        (input, output) = (questions[1], answers[0])
        signal(SIGPIPE, SIG_IGN)
    }

    deinit { end() }

    /// The seconds of a processor that it has used.
    var processorSeconds: Double {
        let text = (try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)) ?? ""
        let fields = text.drop { $0 != ")" }.split(separator: " ")
        guard fields.count > 13, let user = Double(fields[12]), let system = Double(fields[13]) else { return 0 }
        return (user + system) / Double(sysconf(Int32(_SC_CLK_TCK)))
    }

    /// The memory that it holds, in MiB.
    var residentMiB: Double {
        let text = (try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)) ?? ""
        let line = text.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
        return (line?.split(separator: " ").dropFirst().first.flatMap { Double($0) } ?? 0) / 1024
    }

    /// What it has told people.
    var told: String { (try? String(contentsOfFile: errors, encoding: .utf8)) ?? "" }

    /// Waits until it has told a port of its own, as `…127.0.0.1:PORT…`.
    func port() throws -> Int32 {
        for _ in 0..<1000 {
            if let found = told.firstMatch(of: /127\.0\.0\.1:([0-9]+)/), let port = Int32(found.output.1) {
                return port
            }
            usleep(10_000)
        }
        throw Program.Failure(description: "the server told no port: \(told.suffix(1000))")
    }

    /// Ends it: by the end of its input, and by a signal where that is not enough.
    func end() {
        guard isRunning else { return }
        isRunning = false
        close(input)
        close(output)
        kill(process, SIGTERM)
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
    }
}
