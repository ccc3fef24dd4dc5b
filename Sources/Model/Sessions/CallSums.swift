/// What calls took together, as the journal tells it.
///
/// Numbers of a journal from elsewhere can be any: what is below 0 counts for nothing, and what does not fit stays at the
/// largest.
package struct CallSums: Hashable, Sendable {
    /// Bytes that callers were told, what was told again as well; nothing was counted in older journals.
    package private(set) var answer = 0
    /// From the beginnings of the calls to their ends.
    package private(set) var milliseconds = 0
    /// What was read, in bytes of the coverage; earlier evidence that was used again is not read again.
    package private(set) var bytes = 0
    /// The same in rows: lines, samples and items that were looked at.
    package private(set) var rows = 0

    init(answer: Int = 0, milliseconds: Int = 0, bytes: Int = 0, rows: Int = 0) {
        (self.answer, self.milliseconds, self.bytes, self.rows) = (answer, milliseconds, bytes, rows)
    }

    mutating func add(_ call: CallFinished) {
        Self.add(call.cost?.answer ?? 0, to: &answer)
        guard !call.cached else { return }
        Self.add(call.cost?.milliseconds ?? 0, to: &milliseconds)
        for part in call.coverage where !part.isOfEvidence {
            Self.add(part.searched.bytes ?? 0, to: &bytes)
            Self.add(part.searched.rows, to: &rows)
        }
    }

    mutating func add(_ lost: FailedCost) {
        Self.add(lost.milliseconds, to: &milliseconds)
        Self.add(lost.bytes, to: &bytes)
        Self.add(lost.rows, to: &rows)
    }

    mutating func add(_ other: CallSums) {
        Self.add(other.answer, to: &answer)
        Self.add(other.milliseconds, to: &milliseconds)
        Self.add(other.bytes, to: &bytes)
        Self.add(other.rows, to: &rows)
    }

    private static func add(_ count: Int, to sum: inout Int) {
        let (more, isTooMuch) = sum.addingReportingOverflow(max(0, count))
        sum = isTooMuch ? .max : more
    }
}
