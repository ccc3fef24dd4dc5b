import Model
import Policy

extension BudgetUse {
    /// What the calls of a session have used, as the journal tells it; also those that failed once their tool was begun.
    ///
    /// Bytes and rows are those of the coverage; what came from earlier evidence was not read again, but told again.
    init(of state: SessionState) {
        self.init(
            calls: state.callCount + state.lostCalls, seconds: Double(state.callMilliseconds) / 1000,
            bytes: state.bytesRead, rows: state.rowsRead, answer: state.answerBytes)
    }

    /// What the calls of one run have used; its seconds are those of the steps that made them.
    ///
    /// - Parameter state: not a brief one, which does not name all calls.
    init(of run: RunID, in state: SessionState) {
        let calls = state.calls.filter { $0.step?.run == run }
        let steps = Set((calls.map(\.step) + state.failedCalls.map(\.step)).compactMap { $0 }.filter { $0.run == run })
        var seconds = 0.0
        for attempt in state.run(run)?.attempts ?? [] where steps.contains(attempt.step) {
            seconds += Double((attempt.finished ?? attempt.started).nanoseconds(since: attempt.started)) / 1e9
        }
        self.init(calls: steps.count, seconds: seconds)
        for case (let step?, let cost?) in state.failedCalls.map({ ($0.step, $0.cost) }) where step.run == run {
            add(BudgetUse(bytes: cost.bytes, rows: cost.rows))
        }
        for call in calls {
            add(BudgetUse(answer: call.cost?.answer ?? 0))
            if !call.cached { add(call.coverage.read) }
        }
    }
}

extension [Coverage] {
    /// The bytes and rows that were read of sources for an answer.
    var read: BudgetUse {
        reduce(into: BudgetUse()) { sum, part in
            guard !part.isOfEvidence else { return }
            sum.add(BudgetUse(bytes: part.searched.bytes ?? 0, rows: part.searched.rows))
        }
    }
}
