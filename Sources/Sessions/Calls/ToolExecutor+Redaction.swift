package import Policy

extension ToolExecutor {
    /// The redactor for what a caller writes into a session: notes, reasons, answers.
    package func callerRedactor(of session: Session) async throws -> Redactor {
        Redactor(rules: rules, key: try await session.redactionKey(), origin: .caller)
    }
}
