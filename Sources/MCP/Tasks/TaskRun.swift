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
    /// - Throws: `CancellationError` when the task is cancelled meanwhile.
    public func ask(_ requests: [String: InputRequest]) async throws -> [String: JSONValue] {
        try await withCheckedThrowingContinuation { continuation in
            var isOpen = false
            table.change(id) { entry in
                guard entry.question == nil, !entry.isCancelled else { return }
                // A key is never used twice in a task's life, so that a late answer meets nothing.
                entry.questionsAsked += 1
                let number = entry.questionsAsked
                var keyed: [String: InputRequest] = [:]
                var names: [String: String] = [:]
                for (name, request) in requests {
                    keyed["\(name)-\(number)"] = request
                    names["\(name)-\(number)"] = name
                }
                entry.question = TaskTable.Question(keys: names, continuation: continuation)
                entry.snapshot.state = .inputRequired(keyed)
                isOpen = true
            }
            if !isOpen { continuation.resume(throwing: CancellationError()) }
        }
    }
}
