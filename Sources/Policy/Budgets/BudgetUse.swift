/// What was used so far.
package struct BudgetUse: Hashable, Sendable {
    package var calls: Int
    package var seconds: Double
    package var bytes: Int
    package var rows: Int
    package var answer: Int

    /// What is less than nothing counts as nothing: numbers of a journal from elsewhere can be any.
    package init(calls: Int = 0, seconds: Double = 0, bytes: Int = 0, rows: Int = 0, answer: Int = 0) {
        self.calls = max(0, calls)
        self.seconds = max(0, seconds)
        self.bytes = max(0, bytes)
        self.rows = max(0, rows)
        self.answer = max(0, answer)
    }

    /// Takes more use in; a sum that does not fit stays at the largest.
    package mutating func add(_ other: BudgetUse) {
        calls = Self.sum(calls, other.calls)
        seconds = max(0, seconds) + max(0, other.seconds)
        bytes = Self.sum(bytes, other.bytes)
        rows = Self.sum(rows, other.rows)
        answer = Self.sum(answer, other.answer)
    }

    /// Takes use out that came to nothing.
    package mutating func remove(_ other: BudgetUse) {
        calls = max(0, calls - other.calls)
        seconds = max(0, seconds - other.seconds)
        bytes = max(0, bytes - other.bytes)
        rows = max(0, rows - other.rows)
        answer = max(0, answer - other.answer)
    }

    private static func sum(_ left: Int, _ right: Int) -> Int {
        let (sum, overflow) = max(0, left).addingReportingOverflow(max(0, right))
        return overflow ? .max : sum
    }
}
