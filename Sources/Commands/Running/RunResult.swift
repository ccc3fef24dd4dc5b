import JSON
import Model
import Sessions
import Store

/// What `run` and `resume` say of one run; its JSON is an interface, see docs/cli-json.md.
struct RunResult {
    let session: SessionID
    let title: String
    let run: RunState
    let window: Window?
    let findings: [Finding]
    let coverage: [Coverage]

    init(_ ended: WorkflowRunner.Ended, store: any SessionStore) async throws {
        let state = try await ended.session.refresh()
        guard let run = state.run(ended.run) else {
            throw SessionsError(.corrupt, "session \(state.id) has no run \(ended.run)")
        }
        session = state.id
        title = state.title
        window = state.window
        self.run = run
        findings = state.rankedFindings.filter { $0.step?.run == run.id }
        coverage = state.calls.filter { $0.step?.run == run.id }.flatMap(\.coverage)
    }

    var json: JSONValue {
        [
            "session": .string(session.rawValue), "run": .string(run.id.rawValue),
            "status": .string(run.status.rawValue),
            "findings": .array(findings.map(\.interface)),
            "outputs": .object(run.outputs), "coverage": .array(coverage.map(\.interface)),
            "error": run.error.map { $0.interface } ?? .null,
        ]
    }
}

extension Finding {
    /// As the command line's JSON shows it.
    var interface: JSONValue {
        [
            "id": .string(id.rawValue), "statement": .string(statement), "severity": .string(severity.rawValue),
            "confidence": JSONValue(confidence) ?? .null, "verdict": .string(verdict.rawValue),
            "citations": .array(citations.map { (try? JSONValue(encoding: $0)) ?? .null }),
        ]
    }
}

extension Coverage {
    /// As the command line's JSON shows it.
    var interface: JSONValue { (try? JSONValue(encoding: self)) ?? .null }
}

extension CodedError {
    /// As the command line's JSON shows it.
    var interface: JSONValue {
        ["code": .string(code), "message": .string(message), "hint": hint.map { .string($0) } ?? .null]
    }
}
