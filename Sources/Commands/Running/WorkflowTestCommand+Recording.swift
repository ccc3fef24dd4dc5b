import Glibc
import JSON
import Model
import Sessions
import Store
import Tooling
import Workflows

extension WorkflowTestCommand {
    /// Writes a case of a session's newest run of a workflow.
    ///
    /// A case that would not hold at once is not written.
    func makeCase(of subject: CaseSubject, from session: String, _ wiring: Wiring) async throws {
        guard let folder = subject.folder else {
            throw CommandError(
                .usage, "there is no place for a case of the shipped workflow `\(subject.workflow.name)` here",
                hint: "name its file, or a copy of it")
        }
        let manager = try await wiring.openForReading()
        let session = try await manager.resolve(session)
        let snapshot = try await manager.snapshot(of: session)
        guard let run = snapshot.state.runs.last(where: { $0.workflow == subject.workflow.name }) else {
            throw CommandError(
                .notFound, "session \(session.id) has no run of `\(subject.workflow.name)`",
                hint: "casebook run \(workflows.joined()) --session \(session.id)")
        }
        guard run.status != .running else {
            throw CommandError(.usage, "\(run.id) has not ended", hint: "casebook resume \(session.id)")
        }
        let name = try caseName(snapshot.state.title)
        let recorded = try await Self.record(run, in: snapshot, wiring.registry(), manager.store)
        try await manager.store.close()
        try await check(recorded, of: subject, name, wiring)
        let text = try recorded.text
        try Self.makeFolders(folder)
        let path = subject.path(of: name)
        guard force || !PathText.exists(path) else {
            throw CommandError(.usage, "there is a case \(path)", hint: "name another with --case, or give --force")
        }
        try FileWriting.write(text, to: path, replacing: force, mode: 0o644)
        guard options.json else {
            options.output.text("wrote \(Printable.clean(path)): \(recorded.recording.calls.count) calls")
            return
        }
        options.output.json([
            "path": .string(path), "workflow": .string(recorded.workflow), "case": .string(name),
            "session": .string(session.id.rawValue), "run": .string(run.id.rawValue),
            "calls": JSONValue(recorded.recording.calls.count), "bytes": JSONValue(text.utf8.count),
        ])
    }

    private static func record(
        _ run: RunState, in snapshot: SessionSnapshot, _ registry: ToolRegistry, _ store: any SessionStore
    ) async throws -> RecordedCase {
        // Bodies are large: only those are kept whose lines a finding cites.
        let citations = snapshot.state.findings.map(\.finding).filter { $0.step?.run == run.id }.flatMap(\.citations)
        var cited: Set<Digest> = []
        for citation in citations {
            guard case .lines = citation.place, let body = snapshot.evidence[citation.evidence]?.body else { continue }
            cited.insert(body.sha256)
        }
        let recording = try await Recording(of: run, in: snapshot, .run, registry: registry) { body in
            guard cited.contains(body.sha256) else { return nil }
            let bytes = try await store.blob(body.sha256, range: 0..<body.length)
            return bytes.flatMap { String(validating: $0, as: UTF8.self) }
        }
        return RecordedCase(
            workflow: run.workflow, version: run.version, recording: recording,
            expected: RunOutcome(of: run, in: snapshot))
    }

    /// Refuses a case that the workflow as it is now does not meet.
    private func check(
        _ recorded: RecordedCase, of subject: CaseSubject, _ name: String, _ wiring: Wiring
    ) async throws {
        let inputs = try subject.workflow.resolveInputs(given: recorded.recording.inputs)
        // Read back from its text, so that what is checked is what will be run.
        let written = try RecordedCase(text: try recorded.text, path: name)
        let replay = try await wiring.replayer().replay(subject.workflow, inputs: inputs, over: written.recording)
        let differences = replay.outcome.differences(from: written.expected)
        guard !differences.isEmpty else { return }
        let lines = differences.flatMap { DifferenceText(Output(isJSON: true)).lines(of: $0) }
        let what = lines.prefix(12).joined(separator: "\n")
        throw CommandError(
            .workflow, "the run does not repeat, so no case was written:\n\(what)",
            hint: "the workflow may have changed since; run it again and record that")
    }

    /// The name that was given, or one made of a title.
    private func caseName(_ title: String) throws -> String {
        if let name {
            guard SourceName.isValid(name), !name.hasPrefix(".") else {
                throw CommandError(.usage, "`\(name)` cannot be the name of a case", hint: "use letters, digits and -")
            }
            return name
        }
        let words = title.lowercased().split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
        let made = String(words.joined(separator: "-").prefix(60))
        guard !made.isEmpty else {
            throw CommandError(.usage, "no name can be made of the session's title", hint: "give one with --case")
        }
        return made
    }

    /// Makes `tests` and the folder in it; the one above them holds the workflow.
    private static func makeFolders(_ folder: String) throws {
        let parent = String(folder[..<(folder.lastIndex(of: "/") ?? folder.endIndex)])
        for path in [parent, folder] where unsafe mkdir(path, 0o755) != 0 && !PathText.isFolder(path) {
            throw CommandError(
                .inputOutput, "\(path) cannot be made: \(unsafe String(cString: strerror(errno)))",
                hint: "is the folder above it there, and yours?")
        }
    }
}
