public import JSON
import Synchronization

/// Tasks in memory, gone with the process: for servers whose tasks need not outlive it.
///
/// A task can be read for its whole time to live. When the table is full, no new one is taken.
public final class TaskTable: TaskProvider {
    struct Entry {
        var snapshot: TaskSnapshot
        let caller: Caller
        let topic: String?
        let expiry: UInt64?
        var work: Task<Void, Never>?
        var question: Question?
        var questionsAsked = 0
        var isCancelled = false

        /// Whether nobody can read it any more.
        func hasExpired(at uptime: UInt64) -> Bool { expiry.map { $0 < uptime } ?? false }
    }

    /// What a task waits for.
    struct Question {
        let number: Int
        let keys: [String: String]
        var answers: [String: JSONValue] = [:]
        let continuation: CheckedContinuation<[String: JSONValue], any Error>
    }

    let entries = Mutex<[String: Entry]>([:])
    private let observer = Mutex<(@Sendable (TaskSnapshot) -> Void)?>(nil)
    let environment: MCPEnvironment
    private let capacity: Int

    /// A table of at most so many tasks.
    public init(environment: MCPEnvironment = .system, capacity: Int = 1024) {
        self.environment = environment
        self.capacity = max(capacity, 1)
    }

    /// Tells a server's subscriptions of every change.
    public func publish(to server: MCPServer) {
        observer.withLock { $0 = { [weak server] task in server?.publish(.task(task)) } }
    }

    /// Starts a task; it can be read before this returns.
    ///
    /// - Parameters:
    ///   - timeToLive: Milliseconds for which it can be read; nil for as long as the process lives.
    ///   - pollInterval: Milliseconds that a client should wait between reads.
    ///   - topic: What it is about, so that it can be forgotten with that.
    ///   - message: What it is doing, told at its making: with the task's name alone nobody finds what it was about once
    ///     the process is gone.
    ///   - body: What it does.
    public func start(
        for caller: Caller, timeToLive: Int?, pollInterval: Int? = nil, about topic: String? = nil,
        message: String? = nil, _ body: @escaping @Sendable (TaskRun) async throws -> CallResult
    ) throws(MCPError) -> TaskSnapshot {
        let now = MCPEnvironment.timestamp(environment.wallTime())
        let snapshot = TaskSnapshot(
            id: environment.randomID(), state: .working, statusMessage: message, createdAt: now, lastUpdatedAt: now,
            timeToLive: timeToLive, pollInterval: pollInterval)
        let uptime = environment.uptime()
        let expiry = timeToLive.map {
            uptime &+ UInt64(max($0, 0)).multipliedReportingOverflow(by: 1_000_000).partialValue
        }
        let (isStored, questions) = entries.withLock { entries -> (Bool, [Question]) in
            let gone = entries.filter { $0.value.hasExpired(at: uptime) }
            for id in gone.keys { entries[id] = nil }
            let questions = gone.values.compactMap(\.question)
            guard entries.count < capacity else { return (false, questions) }
            entries[snapshot.id] = Entry(snapshot: snapshot, caller: caller, topic: topic, expiry: expiry)
            return (true, questions)
        }
        for question in questions { question.continuation.resume(throwing: Self.expired) }
        guard isStored else { throw MCPError(.internalError, "Too many tasks; wait for some to expire") }
        let work = Task { [self] in
            let state = await outcome(of: body, TaskRun(id: snapshot.id, table: self))
            change(snapshot.id) { $0.snapshot.state = state }
        }
        entries.withLock { $0[snapshot.id]?.work = work }
        return snapshot
    }

    /// A task as it stands.
    public func task(_ id: String, for caller: Caller) async throws -> TaskSnapshot? {
        entry(id, caller)?.snapshot
    }

    /// Takes answers.
    public func update(_ id: String, with responses: JSONObject, for caller: Caller) async throws -> Bool {
        guard entry(id, caller) != nil else { return false }
        var complete: (CheckedContinuation<[String: JSONValue], any Error>, [String: JSONValue])?
        change(id) { entry in
            guard case .inputRequired(var open) = entry.snapshot.state, var question = entry.question else { return }
            for (key, response) in responses {
                guard let request = open[key], request.accepts(response), let name = question.keys[key] else {
                    continue
                }
                open[key] = nil
                question.answers[name] = response
            }
            entry.question = open.isEmpty ? nil : question
            entry.snapshot.state = open.isEmpty ? .working : .inputRequired(open)
            if open.isEmpty { complete = (question.continuation, question.answers) }
        }
        if let (continuation, answers) = complete { continuation.resume(returning: answers) }
        return true
    }

    /// Asks a task to stop.
    public func cancel(_ id: String, for caller: Caller) async throws -> Bool {
        guard let entry = entry(id, caller) else { return false }
        guard !entry.snapshot.state.isTerminal else { return true }
        let question = entries.withLock { entries in
            entries[id]?.isCancelled = true
            defer { entries[id]?.question = nil }
            return entries[id]?.question
        }
        entry.work?.cancel()
        question?.continuation.resume(throwing: CancellationError())
        return true
    }

    /// What there are tasks about.
    public var topics: Set<String> { entries.withLock { Set($0.values.compactMap(\.topic)) } }

    /// Forgets the tasks about something, as if they had not been; what they do goes on.
    public func forget(about topic: String) {
        let questions = entries.withLock { entries in
            let gone = entries.filter { $0.value.topic == topic }
            for id in gone.keys { entries[id] = nil }
            return gone.values.compactMap(\.question)
        }
        for question in questions { question.continuation.resume(throwing: CancellationError()) }
    }

    /// Changes a task that has not ended, and tells of it.
    func change(_ id: String, _ body: (inout Entry) -> Void) {
        let now = MCPEnvironment.timestamp(environment.wallTime())
        let changed = entries.withLock { entries -> TaskSnapshot? in
            guard var entry = entries[id], !entry.snapshot.state.isTerminal else { return nil }
            let before = entry.snapshot
            body(&entry)
            guard entry.snapshot != before else { return nil }
            entry.snapshot.lastUpdatedAt = now
            entries[id] = entry
            return entry.snapshot
        }
        guard let changed, let observer = observer.withLock({ $0 }) else { return }
        observer(changed)
    }

    private func entry(_ id: String, _ caller: Caller) -> Entry? {
        let now = environment.uptime()
        let entry = entries.withLock { $0[id] }
        guard let entry, entry.caller == caller, !entry.hasExpired(at: now) else { return nil }
        return entry
    }

    private func outcome(
        of body: @Sendable (TaskRun) async throws -> CallResult, _ run: TaskRun
    ) async -> TaskSnapshot.State {
        do {
            return .completed(try await body(run))
        } catch let failure as ToolFailure {
            return .completed(failure.result)
        } catch let error as MCPError {
            return .failed(error)
        } catch is CancellationError {
            return .cancelled
        } catch {
            return .failed(.internalError)
        }
    }
}
