package import Model

/// How much an investigation may cost; nil is without a limit.
package struct Budget: Hashable, Sendable {
    package var calls: Int?
    package var seconds: Int?
    /// Bytes that tools read.
    package var bytes: Int?
    /// Lines, samples and items that tools look at.
    package var rows: Int?
    /// Bytes of what callers are told.
    package var answer: Int?

    package init(
        calls: Int? = nil, seconds: Int? = nil, bytes: Int? = nil, rows: Int? = nil, answer: Int? = nil
    ) {
        self.calls = calls
        self.seconds = seconds
        self.bytes = bytes
        self.rows = rows
        self.answer = answer
    }

    /// Whose budget it is.
    package enum Subject: String, Sendable {
        case session, run
        /// For an hour; what was used comes back evenly.
        case principal

        var words: String { self == .principal ? "principal for an hour" : rawValue }

        /// What helps besides asking for less.
        var help: String {
            switch self {
            case .session: "raise `budget.session` in the configuration"
            case .run: "raise `budget` in the workflow, or `budget.run` in the configuration"
            case .principal: "wait, since it comes back evenly, or raise `budget.principal` in the configuration"
            }
        }
    }

    /// Refuses one more call when the use has reached a limit.
    /// - Parameter readsSources: False for a call that asks evidence alone: limits of what is read do not hold it up.
    /// - Throws: `ToolError` of kind `budget` that names the limit.
    package func check(
        _ use: BudgetUse, of subject: Subject, readsSources: Bool = true
    ) throws(ToolError) {
        if let calls, use.calls >= calls { throw Self.exhausted("\(calls) calls", subject) }
        if let seconds, use.seconds >= Double(seconds) { throw Self.exhausted("\(seconds) seconds", subject) }
        if let answer, use.answer >= answer { throw Self.exhausted("\(answer) bytes of answers", subject) }
        guard readsSources else { return }
        let other = "ask the evidence there is by query_evidence, which reads no source; or "
        if let bytes, use.bytes >= bytes { throw Self.exhausted("\(bytes) bytes read", subject, other) }
        if let rows, use.rows >= rows { throw Self.exhausted("\(rows) rows read", subject, other) }
    }

    /// Refuses a call that would read more than is left, before it reads anything.
    ///
    /// - Parameter expected: What it reads at least, in bytes.
    /// - Throws: `ToolError` of kind `budget` that says how much is left, and what would help.
    package func check(_ use: BudgetUse, expecting expected: Int, of subject: Subject) throws(ToolError) {
        guard let bytes, expected > max(0, bytes - use.bytes) else { return }
        throw ToolError(
            .budget,
            "the call would read at least \(expected) bytes, and of the budget of the \(subject.words), \(bytes) bytes, "
                + "\(max(0, bytes - use.bytes)) are left",
            hint: "name one source with `source`, ask the evidence there is by query_evidence, or \(subject.help)")
    }

    /// Refuses to tell an answer that is larger than what is left for answers.
    ///
    /// - Parameter size: of the answer, in bytes.
    /// - Throws: `ToolError` of kind `budget` that says how much is left, and what would help.
    package func check(_ use: BudgetUse, answering size: Int, of subject: Subject) throws(ToolError) {
        guard let answer, size > max(0, answer - use.answer) else { return }
        throw ToolError(
            .budget,
            "the answer has \(size) bytes, and of the budget of the \(subject.words), \(answer) bytes of answers, "
                + "\(max(0, answer - use.answer)) are left",
            hint: "ask for less, by a lower `limit` or a narrower window, or \(subject.help)")
    }

    /// The lower of each two limits.
    package func least(_ other: Budget) -> Budget {
        func lower(_ left: Int?, _ right: Int?) -> Int? { [left, right].compactMap { $0 }.min() }
        return Budget(
            calls: lower(calls, other.calls), seconds: lower(seconds, other.seconds), bytes: lower(bytes, other.bytes),
            rows: lower(rows, other.rows), answer: lower(answer, other.answer))
    }

    private static func exhausted(_ limit: String, _ subject: Subject, _ other: String = "") -> ToolError {
        ToolError(
            .budget, "the budget of the \(subject.words), \(limit), is used up", hint: other + subject.help)
    }
}

/// What the operator allows: to a session, to each of its runs, and to a principal in an hour.
package struct Budgets: Hashable, Sendable {
    package var session: Budget
    package var run: Budget
    package var principal: Budget

    package init(session: Budget = Budget(), run: Budget = Budget(), principal: Budget = Budget()) {
        self.session = session
        self.run = run
        self.principal = principal
    }
}
