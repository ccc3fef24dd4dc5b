import Glibc

/// The process's standard input and output, kept for the protocol alone.
public struct StandardStreams: Sendable {
    /// Where messages come from.
    public let input: Int32
    /// Where messages go.
    public let output: Int32

    /// Takes the streams over: stray prints then go to standard error, children read nothing, and a reader that is
    /// gone does not end the process.
    ///
    /// - Returns: nil when the system has no descriptors left.
    public static func take() -> StandardStreams? {
        let input = fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3)
        let output = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3)
        guard input >= 0, output >= 0 else { return nil }
        let null = unsafe open("/dev/null", O_RDONLY | O_CLOEXEC)
        guard null >= 0 else { return nil }
        dup2(null, STDIN_FILENO)
        close(null)
        dup2(STDERR_FILENO, STDOUT_FILENO)
        signal(SIGPIPE, SIG_IGN)
        return StandardStreams(input: input, output: output)
    }
}
