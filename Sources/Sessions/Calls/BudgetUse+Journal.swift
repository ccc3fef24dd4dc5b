import Model
import Policy

extension BudgetUse {
    /// What the calls of a session have used, the failed ones too, as the journal tells it.
    ///
    /// Bytes are those of the coverage; what came from earlier evidence was not read again. Seconds are not journalled.
    init(of state: SessionState) {
        self.init(calls: state.calls.count + state.failedCalls.count, bytes: state.bytesRead)
    }

    /// What the calls of one run have used; its seconds are those of the steps that made them.
    init(of run: RunID, in state: SessionState) {
        let calls = state.calls.filter { $0.step?.run == run }
        let steps = Set((calls.map(\.step) + state.failedCalls.map(\.step)).compactMap { $0 }.filter { $0.run == run })
        var seconds = 0.0
        for attempt in state.run(run)?.attempts ?? [] where steps.contains(attempt.step) {
            seconds += Double((attempt.finished ?? attempt.started).nanoseconds(since: attempt.started)) / 1e9
        }
        self.init(calls: steps.count, seconds: seconds, bytes: Self.bytes(of: calls))
    }

    private static func bytes(of calls: [CallFinished]) -> Int {
        var sum = BudgetUse()
        for call in calls where !call.cached { sum.add(BudgetUse(bytes: call.coverage.bytesRead)) }
        return sum.bytes
    }
}

extension [Coverage] {
    /// The bytes that were read for an answer.
    var bytesRead: Int {
        reduce(into: BudgetUse()) { $0.add(BudgetUse(bytes: $1.searched.bytes ?? 0)) }.bytes
    }
}
