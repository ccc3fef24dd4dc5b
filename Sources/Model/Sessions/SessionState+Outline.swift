extension SessionState {
    /// Takes a page of an outline in, and the entries that it does not tell of, in their order.
    mutating func apply(_ page: OutlineContents, others: [Entry]) {
        isBrief = true
        var others = others[...]
        for (part, time) in page.parts {
            switch part {
            case .other:
                if let entry = others.popFirst() { apply(entry) }
                continue
            case .started(let step):
                let started = StepStarted(page.steps[step])
                change(started.step.run) { $0.start(started, at: time) }
            case .finished(let step, let status, let evidence):
                let finished = StepFinished(page.steps[step], status: status, evidence: evidence)
                change(finished.step.run) { $0.finish(finished, at: time) }
            case .called: callCount += 1
            }
            updated = wasWorkedInHere ? max(updated, time) : time
            wasWorkedInHere = true
        }
        Self.add(page.sums.answer, to: &answerBytes)
        Self.add(page.sums.milliseconds, to: &callMilliseconds)
        Self.add(page.sums.bytes, to: &bytesRead)
        Self.add(page.sums.rows, to: &rowsRead)
        head = page.end
    }

    private mutating func change(_ run: RunID, _ change: (inout RunState) -> Void) {
        if let index = runPlaces[run] { change(&runs[index]) }
    }
}
