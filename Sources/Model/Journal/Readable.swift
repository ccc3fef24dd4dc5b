internal import JSON

/// What of a session somebody may read who may not read all of its sources; whatever is not named here is withheld.
package struct Readable: Sendable {
    /// Evidence that was judged and may be read.
    package private(set) var evidence: Set<EvidenceID>
    /// Failed calls that asked for nothing that may not be known of.
    private var failed: Set<CallID>
    /// Runs that have read nothing else, so that what they say may be read.
    package private(set) var runs: Set<RunID>
    private var findings: Set<FindingID> = []

    /// What stands in the place of a statement that may rest on what is withheld.
    package static let statement = "(withheld: it rests on a source that you may not read)"

    /// Finds out which runs may be read, and withholds what others asked after they had read what may not be.
    ///
    /// - Parameters:
    ///   - judged: The evidence that may be read by what it was made of.
    ///   - failed: The failed calls that may be known of.
    package init(of state: SessionState, judged: Set<EvidenceID>, failed: Set<CallID>) {
        evidence = judged
        self.failed = failed
        // Whose payload is gone cannot be judged, nor told which run it was of.
        runs = state.isWhole ? Set(state.runs.map(\.id)) : []
        // A rerun has taken over what the run before had found, and is closed with it.
        let reruns = Dictionary(grouping: state.runs) { $0.reuse?.run }
        let calls = Dictionary(grouping: state.calls) { $0.step?.run }.mapValues { Set($0.map(\.evidence)) }
        for run in state.runs {
            let isOwn = run.attempts.compactMap(\.evidence).allSatisfy {
                judged.contains($0) || calls[run.id]?.contains($0) ?? false
            }
            let isKnown = run.reuse.map { runs.contains($0.run) } ?? true
            if !isOwn || !isKnown { close(run.id, reruns) }
        }
        var failures = Array(zip(state.callsBeforeFailed, state.failedCalls))[...]
        for (index, call) in state.calls.enumerated() {
            while let (before, failure) = failures.first, before <= index {
                failures.removeFirst()
                take(failure, reruns)
            }
            guard judged.contains(call.evidence) else {
                close(call.step?.run, reruns)
                continue
            }
            // Its arguments may repeat what the run had read.
            if let step = call.step, !runs.contains(step.run), !call.cached { evidence.remove(call.evidence) }
        }
        for (_, failure) in failures { take(failure, reruns) }
        findings = Set(state.findings.map(\.finding.id))
            .subtracting(state.findings.map(\.finding).filter { !isReadable($0) }.map(\.id))
    }

    private mutating func take(_ call: CallFailed, _ reruns: [RunID?: [RunState]]) {
        guard failed.contains(call.call) else { return close(call.step?.run, reruns) }
        if let step = call.step, !runs.contains(step.run) { failed.remove(call.call) }
    }

    private mutating func close(_ run: RunID?, _ reruns: [RunID?: [RunState]]) {
        var closing = [run].compactMap(\.self)
        while let run = closing.popLast() {
            if runs.remove(run) != nil { closing += (reruns[run] ?? []).map(\.id) }
        }
    }

    /// What is shown in the place of an event; nil for what may be read as it is.
    package func replacement(for event: Event) -> Event? {
        switch event {
        case .callFinished(let call): evidence.contains(call.evidence) ? nil : Self.nothing(of: event)
        case .callFailed(let call): failed.contains(call.call) ? .callFailed(call.withoutHint) : Self.nothing(of: event)
        case .findingRecorded(let recorded):
            isReadable(recorded.finding)
                ? nil : .findingRecorded(FindingRecorded(recorded.finding.withheld(but: evidence), from: recorded.from))
        // What is said of a finding says what it found.
        case .hypothesisWeighed(let weighed):
            weighed.finding.map { findings.contains($0) } ?? true ? nil : .hypothesisWeighed(weighed.withoutNote)
        case .stepFinished(let finished): replacement(for: finished).map { .stepFinished($0) }
        case .runFinished(let finished):
            .runFinished(
                RunFinished(
                    run: finished.run, status: finished.status,
                    outputs: runs.contains(finished.run) ? finished.outputs : [:],
                    error: runs.contains(finished.run) ? finished.error?.withoutHint : nil))
        // Who may decide is shown it whole where it is decided.
        case .waitRequested(let request):
            runs.contains(request.step.run) ? nil : .waitRequested(request.withheld(saying: Self.statement))
        case .unknown(_, let payload): payload.isNull ? nil : Self.nothing(of: event)
        // What people and models write, and how far things are; a new kind has to be decided on.
        case .sessionOpened, .sessionForked, .windowSet, .noteAdded, .sessionEdited, .sessionClosed, .hypothesisOpened,
            .runStarted, .runTaken, .runChanged, .cancelRequested, .stepStarted, .waitDecided, .runPaused,
            .entryScrubbed, .bodiesRemoved, .sessionDeleted, .workflowAccepted, .sessionImported, .sessionShared,
            .sessionUnshared, .accessRefused, .tokenAdded, .tokenRevoked:
            nil
        }
    }

    private static func nothing(of event: Event) -> Event { .unknown(kind: event.kind, payload: ["withheld": true]) }

    private func replacement(for finished: StepFinished) -> StepFinished? {
        guard runs.contains(finished.step.run) else {
            return StepFinished(
                finished.step, status: finished.status,
                evidence: finished.evidence.flatMap { evidence.contains($0) ? $0 : nil })
        }
        return StepFinished(
            finished.step, status: finished.status, evidence: finished.evidence, output: finished.output,
            error: finished.error?.withoutHint, reason: finished.reason)
    }

    /// What people and models write is shared with the session, unless it cites what is withheld; what a workflow says
    /// may be made of anything that its run has read.
    private func isReadable(_ finding: Finding) -> Bool {
        finding.citations.allSatisfy { evidence.contains($0.evidence) }
            && finding.step.map { runs.contains($0.run) } ?? true
    }
}

extension Finding {
    fileprivate func withheld(but evidence: Set<EvidenceID>) -> Finding {
        Finding(
            id: id, statement: Readable.statement, severity: severity, confidence: confidence, author: author,
            citations: citations.filter { evidence.contains($0.evidence) }, verdict: verdict, step: step)
    }
}

extension CallFailed {
    fileprivate var withoutHint: CallFailed {
        CallFailed(
            call: call, tool: tool, arguments: arguments, error: error.withoutHint, step: step, sources: sources,
            cost: cost)
    }
}

extension ToolError {
    /// A hint lists what whoever called may use, which others need not know of.
    fileprivate var withoutHint: ToolError { ToolError(kind, message) }
}
