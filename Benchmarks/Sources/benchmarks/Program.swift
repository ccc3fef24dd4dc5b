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
        var peak = 0.0
        return try run(arguments, input: input, output: output, peakMemory: &peak)
    }

    /// The same, and tells the most memory that it had, in MiB.
    func run(
        _ arguments: [String], input: String = "/dev/null", output: String? = "/dev/null", peakMemory: inout Double
    ) throws -> Double {
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
        var usage = rusage()
        while wait4(process, &status, 0, &usage) < 0, errno == EINTR {}
        let seconds = start.duration(to: .now) / .seconds(1)
        peakMemory = Double(usage.ru_maxrss) / 1024
        guard status == 0 else { throw Failure(description: "\(path) \(arguments.first ?? "") ended in \(status)") }
        return seconds
    }

    /// Runs it and returns the numbers that it prints, apart by blanks.
    func numbers(_ arguments: [String]) throws -> [Double] {
        let words = String(decoding: try output(arguments), as: UTF8.self).split(whereSeparator: \.isWhitespace)
        let numbers = words.compactMap { Double($0) }
        guard !numbers.isEmpty, numbers.count == words.count else {
            throw Failure(description: "\(path) \(arguments) printed no numbers: \(words.joined(separator: " "))")
        }
        return numbers
    }

    /// Runs it and returns the seconds from its start until a text stood in what it printed.
    func seconds(_ arguments: [String], untilPrinted text: String) throws -> Double {
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { throw Failure(description: "no pipe can be made") }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO)
        posix_spawn_file_actions_addclose(&actions, ends[0])
        var words: [UnsafeMutablePointer<CChar>?] = ([path] + arguments).map { strdup($0) } + [nil]
        defer { for word in words { free(word) } }
        var process = pid_t()
        let start = ContinuousClock.now
        let code = posix_spawnp(&process, path, &actions, nil, &words, environ)
        close(ends[1])
        defer { close(ends[0]) }
        guard code == 0 else { throw Failure(description: "\(path) cannot be started: \(code)") }
        var printed = ""
        var seconds: Double?
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = read(ends[0], &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { break }
            printed += String(decoding: buffer[..<count], as: UTF8.self)
            if seconds == nil, printed.contains(text) { seconds = start.duration(to: .now) / .seconds(1) }
        }
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
        guard let seconds else { throw Failure(description: "`\(text)` was not printed: \(printed.prefix(2000))") }
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
