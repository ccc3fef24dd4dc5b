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

    /// Puts a question; false when the task has one already, or is to end.
    func ask(
        _ requests: [String: InputRequest], of id: String, _ number: Int,
        _ continuation: CheckedContinuation<[String: JSONValue], any Error>
    ) -> Bool {
        var isOpen = false
        change(id) { entry in
            guard entry.question == nil, !entry.isCancelled else { return }
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
        return isOpen
    }

    /// Takes a question back that nobody has answered; who waits for the answers does so no more.
    func withdraw(_ number: Int, of id: String) {
        var question: Question?
        change(id) { entry in
            guard entry.question?.number == number else { return }
            question = entry.question
            entry.question = nil
            if case .inputRequired = entry.snapshot.state { entry.snapshot.state = .working }
        }
        question?.continuation.resume(throwing: CancellationError())
    }
}
