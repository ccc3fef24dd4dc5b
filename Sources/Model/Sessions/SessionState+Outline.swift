extension SessionState {
    /// Takes a page of an outline in, and the entries that it does not tell of, in their order.
    mutating func apply(_ page: OutlineContents, others: [Entry]) {
        isBrief = true
        var others = others[...]
        // With several runs it is not known how many are of which.
        if page.runs.count == 1 { change(page.runs[0].id) { $0.reserveAttempts(page.steps.count) } }
        for (part, time) in page.parts {
            switch part {
            case .other:
                if let entry = others.popFirst() { apply(entry) }
                continue
            case .started(let step):
                let step = page.steps[step]
                change(step.run) { $0.start(step, at: time) }
            case .finished(let step, let status, let evidence):
                let step = page.steps[step]
                change(step.run) { $0.finish(step, status, evidence, at: time) }
            case .called(let step):
                callCount += 1
                let step = page.steps[step]
                change(step.run) { $0.note(callAt: step) }
            }
            updated = wasWorkedInHere ? max(updated, time) : time
            wasWorkedInHere = true
        }
        for run in page.runs {
            sums.add(run.sums)
            change(run.id) { $0.count(run.sums) }
        }
        head = page.end
    }

    /// Whether a whole state that ends at the same entry, and was read from it, says what this one says.
    package func agrees(with whole: SessionState) -> Bool {
        head == whole.head && summary == whole.summary && callCount == whole.callCount
            && sums == whole.sums && runs.count == whole.runs.count
            && zip(runs, whole.runs).allSatisfy {
                $0.id == $1.id && $0.status == $1.status && $0.sums == $1.sums
                    && $0.callingCount == $1.callingCount && $0.attempts == $1.attempts
            }
    }
}
