import ArgumentParser
import Glibc
import JSON
import Model
import Policy
import Sessions

/// `casebook sessions scrub`: removes a secret that was found later.
struct SessionsScrubCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "scrub", abstract: "Remove a secret that was found later; the journal's chain still holds.",
        discussion: """
            What holds the secret is removed whole and overwritten in the database's files. Its hash stays, and an entry
            tells what was removed, by whom and why. Backups and exported files are not reached.
            """)

    /// Names the journal of calls without a session.
    static let server = "@server"

    @Argument(help: "An identifier, the beginning of one, @last, @current, or @server for calls without a session.")
    var session: String

    @Option(help: ArgumentHelp("A file that holds the secret; - is the standard input.", valueName: "file"))
    var secret: String?

    @Option(help: ArgumentHelp("The entry of this sequence, with all that hangs on it.", valueName: "sequence"))
    var entry: [Int] = []

    @Option(help: ArgumentHelp("What a call found, and its body.", valueName: "identifier"))
    var evidence: String?

    @Option(help: "Why, for whoever reads the session.")
    var reason: String?

    @Flag(help: "Do not ask.")
    var yes = false

    @OptionGroup var options: GlobalOptions

    func validate() throws {
        guard [secret != nil, !entry.isEmpty, evidence != nil].count(where: { $0 }) == 1 else {
            // What stands behind `--secret` in a message is hidden.
            throw ValidationError("name what is to be removed by one of --entry, --evidence and --secret")
        }
    }

    func run() async throws {
        let target = try target()
        let workplace = try await Wiring(options).open()
        let session =
            try await session == Self.server
            ? workplace.manager.serverJournal() : workplace.session(session)
        try Confirmation(options: options, isGiven: yes || secret == "-")
            .require("Remove \(Self.words(for: target)) from \(session.id) for good?")
        let redactor = try await workplace.executor.callerRedactor(of: session)
        let scrubbed = try await workplace.housekeeper.scrub(
            session, target, reason: reason.map { redactor.redact($0) }, by: workplace.principal)
        await workplace.close()
        options.json ? options.output.json(json(of: scrubbed)) : options.output.text(text(of: scrubbed))
    }

    private func target() throws -> Housekeeper.ScrubTarget {
        if let evidence {
            guard let id = EvidenceID(evidence) else {
                throw CommandError(
                    .usage, "`\(evidence)` is not the identifier of evidence",
                    hint: "`casebook sessions show` lists the evidence")
            }
            return .evidence(id)
        }
        guard let secret else { return .entries(Set(entry)) }
        guard secret != "-" else {
            return .secret(try Secret(Self.line(try StandardInput.read(limit: Secret.maximumLength + 3))))
        }
        guard let text = try TextFile.read(secret, limit: Secret.maximumLength + 8, code: .inputOutput) else {
            throw CommandError(
                .notFound, "there is no file \(Printable.cut(secret, to: 60))",
                hint: "write the secret into a file and name that; arguments stand in the list of processes")
        }
        return .secret(try Secret(Self.line(text)))
    }

    private static func words(for target: Housekeeper.ScrubTarget) -> String {
        switch target {
        case .secret: "what holds the secret"
        case .entries(let entries): "what entries \(entries.sorted().map { "\($0)" }.joined(separator: ", ")) hold"
        case .evidence(let id): "the evidence \(id)"
        }
    }

    /// What an editor adds before and behind a text is no part of it.
    private static func line(_ text: String) -> String {
        var scalars = text.unicodeScalars[...]
        if scalars.first == "\u{FEFF}" { scalars.removeFirst() }
        while let last = scalars.last, last == "\n" || last == "\r" { scalars.removeLast() }
        return String(String.UnicodeScalarView(scalars))
    }

    private func json(of scrubbed: Housekeeper.Scrubbed) -> JSONValue {
        [
            "removed": .array(
                scrubbed.parts.flatMap { part in
                    part.items.map { item in
                        [
                            "session": .string(part.session.rawValue), "sequence": JSONValue(item.sequence),
                            "parts": .array(item.parts.map { .string($0.rawValue) }),
                            "tombstone": JSONValue(part.tombstone),
                        ]
                    }
                }),
            "forks": .array(
                scrubbed.parts.filter(\.items.isEmpty).map { part in
                    ["session": .string(part.session.rawValue), "tombstone": JSONValue(part.tombstone)]
                }),
            "elsewhere": .array(scrubbed.elsewhere.map { .string($0.rawValue) }),
        ]
    }

    private func text(of scrubbed: Housekeeper.Scrubbed) -> String {
        var lines = scrubbed.parts.flatMap { part in
            part.items.map { item in
                "\(part.session) entry \(item.sequence): \(item.parts.map(\.rawValue).joined(separator: ", ")) removed, "
                    + "as entry \(part.tombstone) tells"
            }
        }
        lines += scrubbed.parts.filter(\.items.isEmpty).map { part in
            "\(part.session), a fork, lost what it had of this, as its entry \(part.tombstone) tells"
        }
        if lines.isEmpty {
            lines.append("It does not stand in this session; what the files still held was overwritten.")
        }
        for session in scrubbed.elsewhere {
            lines.append("It also stands in \(session == .server ? "the server's journal" : session.rawValue)")
        }
        return lines.joined(separator: "\n")
    }
}

/// Asks a person before something is removed for good.
struct Confirmation {
    let options: GlobalOptions
    let isGiven: Bool

    /// - Throws: when nobody agrees, and `CommandError` of code `usage` when there is nobody to ask.
    func require(_ question: String) throws {
        guard !isGiven else { return }
        // A `yes` that comes down a pipe is nobody's.
        guard options.output.isTerminal, isatty(STDIN_FILENO) == 1 else {
            throw CommandError(.usage, "there is no terminal to ask on", hint: "--yes agrees without asking")
        }
        options.output.raw(question + " [yes/no] ")
        guard readLine(strippingNewline: true)?.lowercased() == "yes" else {
            options.output.text("Nothing was removed.")
            throw ExitStatus.failed
        }
    }
}
