import Model
import Policy

extension BudgetUse {
    /// What the calls of a session have used, the failed ones too, as the journal tells it.
    ///
    /// Bytes and rows are those of the coverage; what came from earlier evidence was not read again, but told again.
    init(of state: SessionState) {
        self.init(
            calls: state.calls.count + state.failedCalls.count, seconds: Double(state.callMilliseconds) / 1000,
            bytes: state.bytesRead, rows: state.rowsRead, answer: state.answerBytes)
    }

    /// What the calls of one run have used; its seconds are those of the steps that made them.
    init(of run: RunID, in state: SessionState) {
        let calls = state.calls.filter { $0.step?.run == run }
        let steps = Set((calls.map(\.step) + state.failedCalls.map(\.step)).compactMap { $0 }.filter { $0.run == run })
        var seconds = 0.0
        for attempt in state.run(run)?.attempts ?? [] where steps.contains(attempt.step) {
            seconds += Double((attempt.finished ?? attempt.started).nanoseconds(since: attempt.started)) / 1e9
        }
        self.init(calls: steps.count, seconds: seconds)
        for call in calls {
            add(BudgetUse(answer: call.cost?.answer ?? 0))
            if !call.cached { add(call.coverage.read) }
        }
    }
}

extension [Coverage] {
    /// The bytes and rows that were read for an answer.
    var read: BudgetUse {
        reduce(into: BudgetUse()) { $0.add(BudgetUse(bytes: $1.searched.bytes ?? 0, rows: $1.searched.rows)) }
    }
}
