import JSON
import Synchronization

extension TaskTable {
    /// The number of a task's next question; none is used twice in its life, so that a late answer meets nothing.
    func nextQuestion(of id: String) -> Int {
        entries.withLock { entries in
            entries[id]?.questionsAsked += 1
            return entries[id]?.questionsAsked ?? 0
        }
    }

    /// Nobody can answer any more, but nobody has cancelled what asks either.
    static let expired = MCPError(.internalError, "The task has expired before its question was answered")

    /// Puts a question.
    ///
    /// - Throws: `CancellationError` when the task is to end; `expired` when nobody can read it any more.
    func ask(
        _ requests: [String: InputRequest], of id: String, _ number: Int,
        _ continuation: CheckedContinuation<[String: JSONValue], any Error>
    ) throws {
        var isOpen = false
        change(id) { entry in
            guard entry.question == nil, !entry.isCancelled, !entry.hasExpired(at: environment.uptime()) else { return }
            var keyed: [String: InputRequest] = [:]
            var names: [String: String] = [:]
            for (name, request) in requests {
                keyed["\(name)-\(number)"] = request
                names["\(name)-\(number)"] = name
            }
            entry.question = Question(number: number, keys: names, continuation: continuation)
            entry.snapshot.state = .inputRequired(keyed)
            isOpen = true
        }
        guard !isOpen else { return }
        let hasExpired = entries.withLock { $0[id]?.hasExpired(at: environment.uptime()) ?? true }
        throw hasExpired ? Self.expired : CancellationError()
    }

    /// Takes a question back once the task that asks it can be read no longer; nil where that is never.
    func expiring(_ number: Int, of id: String) -> Task<Void, Never>? {
        guard let expiry = entries.withLock({ $0[id]?.expiry }) else { return nil }
        let now = environment.uptime()
        // One more than its last, because it can be read until then.
        let left = expiry < now ? 0 : Int64(clamping: expiry - now).addingReportingOverflow(1).partialValue
        return Task {
            do { try await environment.sleep(.nanoseconds(max(left, 0))) } catch { return }
            withdraw(number, of: id, because: Self.expired)
        }
    }

    /// Takes a question back that nobody has answered; who waits for the answers does so no more.
    func withdraw(_ number: Int, of id: String, because reason: any Error = CancellationError()) {
        var question: Question?
        change(id) { entry in
            guard entry.question?.number == number else { return }
            question = entry.question
            entry.question = nil
            if case .inputRequired = entry.snapshot.state { entry.snapshot.state = .working }
        }
        question?.continuation.resume(throwing: reason)
    }
}
