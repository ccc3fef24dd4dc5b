package import ArgumentParser
import Glibc
import JSON
import Model

/// The command line's root.
package struct CasebookCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "casebook",
        abstract: "Investigate an outage: ask logs, metrics, plans and hosts, and keep everything learnt.",
        version: Version.current,
        subcommands: [
            RunCommand.self, ResumeCommand.self, RerunCommand.self, CancelCommand.self, SessionsCommand.self,
            ToolCommand.self, WorkflowCommand.self, BriefCommand.self, FindingCommand.self, HypothesisCommand.self,
            AttachCommand.self,
            ApprovalsCommand.self, ApproveCommand.self, DenyCommand.self, AnswerCommand.self, ExportCommand.self,
            VerifyCommand.self, ImportCommand.self, TrustCommand.self, ReplayCommand.self, UseCommand.self,
            BackupCommand.self, GCCommand.self, ServeCommand.self,
            TokenCommand.self, AuditCommand.self,
            DoctorCommand.self, InitCommand.self,
        ])

    package init() {}

    /// Parses the process's arguments, runs the command and ends the process with its exit code.
    package static func start() async -> Never {
        let arguments = Array(CommandLine.arguments.dropFirst())
        let output = Output(isJSON: arguments.contains("--json"))
        do {
            var command = try parseAsRoot(arguments)
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
            end(.done)
        } catch let status as ExitStatus {
            end(status)
        } catch {
            end(report(error, to: output))
        }
    }

    /// Ends the process; whoever did not get what was asked for must not take it for a success.
    private static func end(_ status: ExitStatus) -> Never {
        guard let fault = Stream.output.fault else { Glibc.exit(status.rawValue) }
        Stream.errors.write("casebook: the standard output cannot be written: \(fault)\n")
        Glibc.exit((status == .done ? .failed : status).rawValue)
    }

    private static func report(_ error: any Error, to output: Output) -> ExitStatus {
        if error is CancellationError { return .interrupted }
        if let error = error as? any CodedError {
            output.error(code: error.code, message: error.message, hint: error.hint)
            return ExitStatus(for: error)
        }
        let text = fullMessage(for: error)
        // ArgumentParser hands help and version out as errors that end well.
        guard exitCode(for: error) != .success else {
            output.text(text)
            return .done
        }
        guard exitCode(for: error) == .validationFailure else {
            output.error(code: "internal", message: "\(error)", hint: "please report this")
            return .failed
        }
        let misuse = CommandMisuse(message(for: error), words: CommandLine.arguments.dropFirst())
        output.error(code: "usage", message: misuse.message, hint: misuse.hint)
        return .usage
    }
}

/// The version of this build.
enum Version {
    static let current = "0.1.0"
}
