import ArgumentParser
import JSON
import Model
import Sessions
import Store

/// `casebook sessions show`: window, runs with their steps, evidence and findings of one session.
struct SessionsShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "show", abstract: "Show one session.")

    @Argument(help: SessionName.help)
    var session: String?

    @OptionGroup var options: GlobalOptions

    func run() async throws {
        let wiring = try Wiring(options)
        let manager = try await wiring.openForReading()
        let state = try await wiring.currentSession.resolve(session, in: manager).state
        let forks = try await manager.store.forks(of: state.id)
        let driven = await DrivenRuns(store: manager.store).driven(in: state)
        try await manager.store.close()
        guard options.json else {
            options.output.text(text(of: state, driven, forks))
            return
        }
        options.output.json(json(of: state, driven, forks))
    }

    private func json(of state: SessionState, _ driven: [RunID: Bool], _ forks: [Fork]) -> JSONValue {
        var object = state.summary.interface.objectValue ?? [:]
        object["owner"] = .string(state.owner.name)
        object["window"] = state.window.flatMap { try? JSONValue(encoding: $0) } ?? .null
        object["sequence"] = JSONValue(state.head.sequence)
        object["hash"] = .string(state.head.hash.hex)
        object["forkedFrom"] = state.origin?.interface ?? .null
        object["forks"] = .array(forks.map { EntryPlace(session: $0.session, sequence: $0.sequence).interface })
        object["runs"] = .array(state.runs.map { json(of: $0, isDriven: driven[$0.id]) })
        object["evidence"] = .array(
            state.calls.map { call in
                [
                    "id": .string(call.evidence.rawValue), "tool": .string(call.tool),
                    "step": call.step.map { .string($0.path) } ?? .null, "cached": .bool(call.cached),
                    "summary": .string(call.summary), "coverage": .array(call.coverage.map(\.interface)),
                    "removedBy": state.tombstone(of: call.evidence).map { JSONValue($0) } ?? .null,
                ]
            })
        object["findings"] = .array(state.rankedRecords.map { $0.finding.interface(from: $0.from) })
        object["notes"] = .array(
            state.notes.map {
                [
                    "text": .string($0.text), "author": .string($0.author.name),
                    "authorKind": .string($0.author.kind.rawValue),
                ]
            })
        return .object(object)
    }

    private func json(of run: RunState, isDriven: Bool?) -> JSONValue {
        [
            "id": .string(run.id.rawValue), "workflow": .string(run.workflow), "version": .string(run.version),
            "status": .string(run.status.rawValue), "driven": isDriven.map { .bool($0) } ?? .null,
            "needsAcceptance": .bool(run.needsAcceptance), "started": .string(run.started.description),
            "finished": run.finished.map { .string($0.description) } ?? .null, "inputs": .object(run.inputs),
            "outputs": .object(run.outputs),
            "steps": .array(
                run.attempts.map { attempt in
                    [
                        "step": .string(attempt.step.path), "attempt": JSONValue(attempt.step.attempt),
                        "iteration": attempt.step.iteration.map { JSONValue($0) } ?? .null,
                        "status": .string(attempt.status.rawValue),
                        "evidence": attempt.evidence.map { .string($0.rawValue) } ?? .null,
                        "reason": (attempt.reason ?? attempt.error?.message).map { .string($0) } ?? .null,
                        "started": .string(attempt.started.description),
                        "finished": attempt.finished.map { .string($0.description) } ?? .null,
                    ]
                }),
        ]
    }

    private func text(of state: SessionState, _ driven: [RunID: Bool], _ forks: [Fork]) -> String {
        let output = options.output
        let wrapped = { (text: String, indent: Int) in
            Printable.wrapped(text, toColumns: output.width, indent: indent)
        }
        var lines = wrapped(state.title, 0).map { output.paint($0, .bold) }
        lines += wrapped(
            "\(state.id)  \(state.status.rawValue)  \(state.head.sequence) entries  owner \(state.owner.name)", 2)
        let marks =
            (state.pinned ? ["pinned"] : []) + state.labels.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        if !marks.isEmpty { lines += wrapped(marks.joined(separator: "  "), 2) }
        if let window = state.window {
            lines += wrapped("window \(window.start) to \(window.end), baseline from \(window.baseline.start)", 2)
        }
        if let origin = state.origin { lines += wrapped("forked from \(origin.parent) at entry \(origin.sequence)", 2) }
        for fork in forks { lines += wrapped("forked at entry \(fork.sequence): \(fork.session)", 2) }
        for run in state.runs {
            lines += [""] + wrapped("run \(run.id)  \(run.workflow) \(run.version)  \(run.status.rawValue)", 2)
            if run.needsAcceptance, !run.status.isFinal {
                lines += wrapped("  it came with a case file; look at its workflow with: casebook trust \(run.id)", 2)
            } else if driven[run.id] == false {
                lines += wrapped("  nobody drives it, its process ended; go on with: casebook resume \(state.id)", 2)
            }
            for attempt in run.attempts {
                let detail = attempt.reason ?? attempt.error?.message ?? attempt.evidence?.rawValue ?? ""
                let name = Printable.clean(attempt.step.path).padded(to: 16)
                let row = "  \(name) \(attempt.status.rawValue.padded(to: 9))  \(Printable.cut(detail, to: 100))"
                lines.append(output.fitted(row))
            }
        }
        if !state.calls.isEmpty { lines += ["", "evidence"] }
        for call in state.calls {
            let removed = state.tombstone(of: call.evidence).map { "(removed, see entry \($0)) " } ?? ""
            let summary = removed + Printable.cut(call.summary, to: 90)
            lines.append(output.fitted("  \(call.evidence)  \(call.tool)  \(summary)"))
        }
        if !state.findings.isEmpty { lines += ["", "findings"] }
        for finding in state.rankedFindings {
            let text = "  \(finding.severity.rawValue.padded(to: 8)) \(finding.statement) [\(finding.verdict.rawValue)]"
            lines += wrapped(text, 11)
        }
        for note in state.notes { lines += wrapped("  note by \(note.author.name): \(note.text)", 4) }
        return lines.joined(separator: "\n")
    }
}
