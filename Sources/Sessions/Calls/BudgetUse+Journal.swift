import Model
import Policy

extension BudgetUse {
    /// What the calls of a session have used, as the journal tells it; also those that failed once their tool was begun.
    ///
    /// Bytes and rows are those of the coverage; what came from earlier evidence was not read again, but told again.
    init(of state: SessionState) {
        self.init(
            calls: state.callCount + state.lostCalls, seconds: Double(state.sums.milliseconds) / 1000,
            bytes: state.sums.bytes, rows: state.sums.rows, answer: state.sums.answer)
    }

    /// What the calls of one run have used; its seconds are those of the steps that made them.
    init(of run: RunState) {
        let seconds = run.attempts.lazy.filter(\.hasCalled).reduce(0.0) { sum, attempt in
            sum + Double((attempt.finished ?? attempt.started).nanoseconds(since: attempt.started)) / 1e9
        }
        self.init(
            calls: run.callingCount, seconds: seconds, bytes: run.sums.bytes, rows: run.sums.rows,
            answer: run.sums.answer)
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
