import JSON
package import Model
package import Tooling

extension Recording {
    /// Which calls of a session a recording takes in.
    package enum Extent: Sendable {
        /// Those of the run.
        case run
        /// After those of the run all others of the session, for what a changed workflow may ask.
        case session
    }

    /// Takes what a run's calls gave out of its session.
    ///
    /// A call whose evidence was removed is not in the recording.
    /// - Parameters:
    ///   - registry: Tells of what kinds the sources are that a call reads.
    ///   - bodies: The text of a body that is to be kept; nil for one that is not.
    package init(
        of run: RunState, in snapshot: SessionSnapshot, _ extent: Extent, registry: ToolRegistry,
        bodies: (BodyReference) async throws -> String? = { _ in nil }
    ) async throws {
        var calls: [RecordedCall] = []
        var others: [RecordedCall] = []
        for entry in snapshot.entries {
            guard let (step, answer) = Self.answer(of: Event(entry)) else { continue }
            if let step, step.run == run.id {
                calls.append(RecordedCall(step: StepPlace(step), attempt: step.attempt, answer: answer))
            } else if extent == .session {
                others.append(RecordedCall(step: nil, answer: answer))
            }
        }
        calls = (calls + others).filter { call in
            guard case .evidence(let id) = call.answer else { return true }
            return snapshot.evidence[id] != nil
        }
        var evidence: [RecordedEvidence] = []
        var known: Set<EvidenceID> = []
        for case .evidence(let id) in calls.map(\.answer) where known.insert(id).inserted {
            guard let record = snapshot.evidence[id] else { continue }
            var text: String?
            if let body = record.body { text = try await bodies(body) }
            evidence.append(RecordedEvidence(record, text: text))
        }
        let started = run.started
        self.init(
            session: run.session["id"]?.stringValue.flatMap { SessionID($0) } ?? snapshot.state.id,
            title: run.session["title"]?.stringValue ?? snapshot.state.title,
            window: Self.window(of: run, snapshot.state), run: run.id, started: started, inputs: run.inputs,
            sources: Self.sources(of: evidence, registry), evidence: evidence, calls: calls,
            decisions: snapshot.state.waits.filter { $0.request.step.run == run.id }
                .compactMap { RecordedDecision($0) })
    }

    private static func answer(of event: Event) -> (StepReference?, RecordedCall.Answer)? {
        switch event {
        case .callFinished(let call): (call.step, .evidence(call.evidence))
        case .callFailed(let call):
            (call.step, .failure(tool: call.tool, arguments: call.arguments, call.error))
        default: nil
        }
    }

    /// The window as it was when the run began.
    private static func window(of run: RunState, _ state: SessionState) -> Window {
        let pinned = run.session["window"].flatMap { try? $0.decode(Window.self) }
        let hour: Int64 = 3_600_000_000_000
        return pinned ?? state.window
            ?? Window(TimeSpan(start: run.started.advanced(byNanoseconds: -hour), end: run.started))
    }

    /// The sources that evidence came from, of the first kind that every tool which read them understands.
    private static func sources(of evidence: [RecordedEvidence], _ registry: ToolRegistry) -> [RecordedSource] {
        var kinds: [String: [SourceKind]] = [:]
        for record in evidence {
            let access = (try? registry[record.tool]?.prepare(record.arguments).access) ?? []
            for name in record.sources {
                let fitting = access.flatMap { access -> [SourceKind] in
                    switch access {
                    case .source(name, let kinds), .everySource(let kinds): kinds
                    default: []
                    }
                }
                let before = kinds[name] ?? SourceKind.allCases
                let common = before.filter(fitting.contains)
                kinds[name] = common.isEmpty ? before : common
            }
        }
        return kinds.sorted { $0.key < $1.key }.map { RecordedSource(name: $0.key, kind: $0.value.first ?? .logs) }
    }
}
