/// What was used so far.
package struct BudgetUse: Hashable, Sendable {
    package var calls: Int
    package var seconds: Double
    package var bytes: Int
    package var rows: Int
    package var answer: Int

    package init(calls: Int = 0, seconds: Double = 0, bytes: Int = 0, rows: Int = 0, answer: Int = 0) {
        self.calls = calls
        self.seconds = seconds
        self.bytes = bytes
        self.rows = rows
        self.answer = answer
    }

    /// Takes more use in; a sum that does not fit stays at the largest.
    package mutating func add(_ other: BudgetUse) {
        calls = Self.sum(calls, other.calls)
        seconds += other.seconds
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
        let (sum, overflow) = left.addingReportingOverflow(right)
        return overflow ? .max : sum
    }
}
