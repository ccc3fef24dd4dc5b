import ArgumentParser
import CaseFiles
import Glibc
import JSON
import Model
import Sessions
import Store

/// `casebook verify`: whether a session, or a case file, holds together.
struct VerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Recompute the journal's chain, the hashes of evidence and bodies, and the citations.")

    @Argument(
        help: ArgumentHelp(
            "A session's identifier, the beginning of one, @last, or @server for the server's own; or a case file.",
            valueName: "session|file"))
    var subject: String?

    @Option(
        help: ArgumentHelp(
            "The public key that the file has to be signed with: 64 hexadecimal digits, or a file that holds them.",
            valueName: "key"))
    var key: String?

    @Flag(help: "Print the public key that this installation signs case files with, and verify nothing.")
    var printKey = false

    @OptionGroup var options: GlobalOptions

    func validate() throws {
        if printKey, subject != nil || key != nil { throw ValidationError("--print-key stands alone") }
    }

    func run() async throws {
        let wiring = try Wiring(options)
        guard !printKey else { return try tellKey(wiring) }
        let subject = subject ?? "@last"
        let trusted = try key.map { try KeyOption.key($0) }
        let view: CaseReportView
        if isFile(subject) {
            let report = try await CaseCheck(try CaseFileInput(subject), trusted: trusted).report()
            view = CaseReportView(report, path: subject)
        } else {
            guard trusted == nil else {
                throw CommandError(
                    .usage, "--key is for case files; a session in the database carries no signature",
                    hint: "export it with --format case, and verify the file")
            }
            let manager = try await wiring.openForReading()
            let session = try await subject == SessionsScrubCommand.server ? .server : manager.identifier(subject)
            let report = try await SessionCase(of: session, in: manager.store, at: manager.clock.now).verify()
            try await manager.store.close()
            view = CaseReportView(report, path: nil)
        }
        options.json ? options.output.json(view.json) : options.output.text(view.text(options.output))
        if !view.report.isSound { throw ExitStatus.failed }
    }

    /// A session's name is never taken for a file's.
    private func isFile(_ subject: String) -> Bool {
        if SessionID(subject) != nil || subject.hasPrefix("@") { return false }
        let isThere = unsafe access(subject, F_OK) == 0
        return isThere || subject.contains("/")
    }

    private func tellKey(_ wiring: Wiring) throws {
        let key = try SigningKeyFile(path: wiring.keyPath).readOrMake().publicKey
        options.json ? options.output.json(["key": .string(key.hex)]) : options.output.text(key.hex)
    }
}
