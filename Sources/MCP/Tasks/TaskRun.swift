public import JSON

/// A running task, as the work in it sees it.
public struct TaskRun: Sendable {
    /// The task's name.
    public let id: String
    let table: TaskTable

    /// Says what the task is doing.
    public func report(_ message: String) {
        table.change(id) { $0.snapshot.statusMessage = message }
    }

    /// Asks the client for something and waits for all answers, which have the right form.
    ///
    /// When the task that waits is cancelled the question is withdrawn, and the client's task works on.
    /// - Throws: `CancellationError` when the task is cancelled meanwhile; `MCPError` once it has expired, so that nobody
    ///   can answer.
    public func ask(_ requests: [String: InputRequest]) async throws -> [String: JSONValue] {
        let number = table.nextQuestion(of: id)
        let expiry = table.expiring(number, of: id)
        defer { expiry?.cancel() }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                do { try table.ask(requests, of: id, number, continuation) } catch {
                    return continuation.resume(throwing: error)
                }
                // The cancellation may have come before the question.
                if Task.isCancelled { table.withdraw(number, of: id) }
            }
        } onCancel: {
            table.withdraw(number, of: id)
        }
    }

    /// People's answers to forms or URLs, asked for as by `ask(_:)`.
    public func elicit(_ requests: [String: InputRequest]) async throws -> [String: ElicitationAnswer] {
        try await ask(requests).compactMapValues { $0.objectValue.flatMap { ElicitationAnswer($0) } }
    }
}
