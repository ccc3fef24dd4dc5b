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

    /// The document that a command prints.
    /// - Parameter others: What else it drove, the first started first.
    func json(others: [RunResult]) -> JSONValue {
        var object = members
        object["others"] = .array(others.map { .object($0.members) })
        return .object(object)
    }

    private var members: JSONObject {
        [
            "session": .string(session.rawValue), "run": .string(run.id.rawValue),
            "status": .string(run.status.rawValue),
            "findings": .array(findings.map(\.interface)),
            "outputs": .object(run.outputs), "coverage": .array(coverage.map(\.interface)),
            "error": run.error.map { $0.interface } ?? .null,
        ]
    }

    /// How a command ends that ends in this.
    /// - Parameter severity: What `--fail-on` says.
    func exit(failingOn severity: Severity?) -> ExitStatus {
        switch run.status {
        case .failed, .cancelled: return .failed
        case .waiting: return .waiting
        case .succeeded, .running:
            let isGrave = severity.map { least in findings.contains { $0.severity >= least } } ?? false
            return isGrave ? .findings : .done
        }
    }
}

extension Finding {
    /// As the command line's JSON shows it.
    var interface: JSONValue {
        [
            "id": .string(id.rawValue), "statement": .string(statement), "severity": .string(severity.rawValue),
            "confidence": JSONValue(confidence) ?? .null, "verdict": .string(verdict.rawValue),
            "citations": .array(citations.map { (try? JSONValue(encoding: $0)) ?? .null }),
            "author": .string(author.name), "authorKind": .string(author.kind.rawValue),
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
