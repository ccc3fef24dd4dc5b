package import Model

extension SessionManager {
    /// Agrees that a run which came with a case file is driven here, with exactly this text.
    ///
    /// - Parameter hash: the one that was shown, `RunState.textHash`.
    /// - Throws: `SessionsError`: `notPermitted` for whoever is no person, `validation` when the run has another text or
    ///   needs no acceptance.
    package func accept(_ run: RunID, of session: Session, text hash: Digest, by author: Principal) async throws {
        guard author.kind == .person else {
            throw SessionsError(
                .notPermitted, "\(author.name) may not accept a workflow that was made elsewhere",
                hint: "a person does, with `casebook trust \(run)`")
        }
        let now = clock.now
        try await session.append { state in
            guard let known = state.run(run), known.needsAcceptance, known.textHash == hash else {
                throw SessionsError(
                    .validation, "\(run) needs no acceptance, or has another text than the one that was shown",
                    hint: "look again with `casebook trust \(run)`")
            }
            let accepted = WorkflowAccepted(run: run, textHash: hash, author: author)
            return Batch([EntryDraft(.workflowAccepted(accepted), principal: author.name, time: now)])
        }
    }
}
