/// What one principal has used of the budget of an hour.
///
/// All of an hour's can be used at once; it comes back evenly, so that there is no moment at which everybody begins anew.
package struct HourlyUse: Sendable {
    private let budget: Budget
    /// What has not come back at `seen`.
    private var (calls, seconds, bytes, rows, answer) = (0.0, 0.0, 0.0, 0.0, 0.0)
    private var seen: Duration?

    package init(_ budget: Budget) { self.budget = budget }

    /// What has not come back yet.
    ///
    /// - Parameter now: The time on a clock that only runs forward.
    package mutating func use(at now: Duration) -> BudgetUse {
        giveBack(to: now)
        return BudgetUse(
            calls: Self.whole(calls), seconds: seconds, bytes: Self.whole(bytes), rows: Self.whole(rows),
            answer: Self.whole(answer))
    }

    /// Takes more use in, which was not before what was taken in before.
    package mutating func add(_ use: BudgetUse, at now: Duration) {
        giveBack(to: now)
        calls += Double(use.calls)
        seconds += use.seconds
        bytes += Double(use.bytes)
        rows += Double(use.rows)
        answer += Double(use.answer)
    }

    /// Whether all of it has come back.
    package mutating func isOver(at now: Duration) -> Bool {
        giveBack(to: now)
        return calls + seconds + bytes + rows + answer <= 0
    }

    private mutating func giveBack(to now: Duration) {
        defer { seen = max(seen ?? now, now) }
        guard let seen, now > seen else { return }
        let share = (now - seen) / .seconds(3600)
        calls = Self.less(calls, budget.calls, share)
        seconds = Self.less(seconds, budget.seconds, share)
        bytes = Self.less(bytes, budget.bytes, share)
        rows = Self.less(rows, budget.rows, share)
        answer = Self.less(answer, budget.answer, share)
    }

    /// What is not limited is not remembered.
    private static func less(_ used: Double, _ limit: Int?, _ share: Double) -> Double {
        guard let limit else { return 0 }
        return max(0, used - max(1, Double(limit)) * share)
    }

    /// A part of a call that has not come back is a call.
    private static func whole(_ count: Double) -> Int { count < Double(Int.max / 2) ? Int(count.rounded(.up)) : .max }
}
