package import Model

extension SessionManager {
    /// Ends an investigation: its findings stay, no run starts in it any more.
    ///
    /// - Parameter outcome: What came of it, in words; redacted already.
    /// - Throws: `SessionsError` of code `closed` when it is closed already, of code `validation` while a run has not
    ///   ended.
    package func close(_ session: Session, outcome: String?, by author: Principal) async throws {
        let now = clock.now
        try await session.append { state in
            guard !state.isClosed else {
                throw SessionsError(.closed, "session \(state.id) is closed already", hint: "nothing is left to do")
            }
            if let run = state.runs.first(where: { !$0.status.isFinal }) {
                throw SessionsError(
                    .validation, "\(run.id) of this session has not ended: \(run.status.rawValue)",
                    hint: "let it end, or cancel it first")
            }
            let closed = SessionClosed(outcome: outcome)
            return Batch([EntryDraft(.sessionClosed(closed), principal: author.name, time: now)])
        }
    }
}
