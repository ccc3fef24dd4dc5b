package import Model

/// How much an investigation may cost; nil is without a limit.
package struct Budget: Hashable, Sendable {
    package var calls: Int?
    package var seconds: Int?
    package var bytes: Int?

    package init(calls: Int? = nil, seconds: Int? = nil, bytes: Int? = nil) {
        self.calls = calls
        self.seconds = seconds
        self.bytes = bytes
    }

    /// Refuses one more call when the use has reached a limit.
    /// - Throws: `ToolError` of kind `budget` that names the limit.
    package func check(_ use: BudgetUse, of subject: String) throws(ToolError) {
        if let calls, use.calls >= calls { throw Self.exhausted("\(calls) calls", subject) }
        if let seconds, use.seconds >= Double(seconds) { throw Self.exhausted("\(seconds) seconds", subject) }
        if let bytes, use.bytes >= bytes { throw Self.exhausted("\(bytes) bytes read", subject) }
    }

    /// Refuses a call that would read more than is left, before it reads anything.
    ///
    /// - Parameter expected: What it reads at least, in bytes.
    /// - Throws: `ToolError` of kind `budget` that says how much is left, and what would help.
    package func check(_ use: BudgetUse, expecting expected: Int, of subject: String) throws(ToolError) {
        guard let bytes, expected > max(0, bytes - use.bytes) else { return }
        throw ToolError(
            .budget,
            "the call would read at least \(expected) bytes, and of the budget of the \(subject), \(bytes) bytes, "
                + "\(max(0, bytes - use.bytes)) are left",
            hint:
                "name one source with `source`, ask the evidence there is by query_evidence, or raise `budget` in the "
                + "configuration or the workflow")
    }

    private static func exhausted(_ limit: String, _ subject: String) -> ToolError {
        ToolError(
            .budget, "the budget of the \(subject), \(limit), is used up",
            hint: "ask the evidence there is by query_evidence, which reads no source; or raise `budget` in the "
                + "configuration or the workflow")
    }
}

/// What was used so far.
package struct BudgetUse: Hashable, Sendable {
    package var calls: Int
    package var seconds: Double
    package var bytes: Int

    package init(calls: Int = 0, seconds: Double = 0, bytes: Int = 0) {
        self.calls = calls
        self.seconds = seconds
        self.bytes = bytes
    }
}

extension BudgetUse {
    /// Takes more use in; a sum that does not fit stays at the largest.
    package mutating func add(_ other: BudgetUse) {
        calls = Self.sum(calls, other.calls)
        seconds += other.seconds
        bytes = Self.sum(bytes, other.bytes)
    }

    private static func sum(_ left: Int, _ right: Int) -> Int {
        let (sum, overflow) = left.addingReportingOverflow(right)
        return overflow ? .max : sum
    }
}
