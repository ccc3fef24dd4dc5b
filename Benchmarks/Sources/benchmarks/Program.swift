import Foundation

/// A program that is run and timed as a whole.
struct Program {
    let path: String

    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// Runs it and returns the seconds from its start to its end.
    ///
    /// By posix_spawn and waitpid: Foundation's `Process` notices an end only after tens of milliseconds.
    ///
    /// - Parameters:
    ///   - input: The file that it reads as its standard input.
    ///   - output: The file that what it prints is written to; nil to let it be seen.
    @discardableResult
    func run(_ arguments: [String], input: String = "/dev/null", output: String? = "/dev/null") throws -> Double {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, input, O_RDONLY, 0)
        if let output {
            posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, output, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        }
        var words: [UnsafeMutablePointer<CChar>?] = ([path] + arguments).map { strdup($0) } + [nil]
        defer { for word in words { free(word) } }
        var process = pid_t()
        let start = ContinuousClock.now
        let code = posix_spawnp(&process, path, &actions, nil, &words, environ)
        guard code == 0 else { throw Failure(description: "\(path) cannot be started: \(code)") }
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
        let seconds = start.duration(to: .now) / .seconds(1)
        guard status == 0 else { throw Failure(description: "\(path) \(arguments.first ?? "") ended in \(status)") }
        return seconds
    }

    /// Runs it and returns what it prints; not for timing.
    func output(_ arguments: [String]) throws -> Data {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return data
    }
}
