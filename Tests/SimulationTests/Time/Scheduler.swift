import Synchronization

/// Runs everything of a simulation on one thread, in an order that a seed decides, and moves its time on.
///
/// Time stands still while there is something to do and jumps to what is due next when there is not.
final class Scheduler: Sendable {
    private struct Work {
        let job: UnownedJob
        let process: SimulatedProcess
    }

    private struct Sleeper {
        let due: Duration
        let continuation: CheckedContinuation<Void, any Error>
    }

    private struct State {
        var random: SeededGenerator
        var now = Duration.zero
        var works: [Work] = []
        var sleepers: [Int: Sleeper] = [:]
        /// Sleepers that were cancelled before they slept.
        var cancelled: Set<Int> = []
        var nextSleeper = 0
        /// Processes that are stopped, and until when.
        var stopped: [Int: Duration] = [:]
    }

    private let state: Mutex<State>

    /// Parts of tasks after which a simulation counts as one that never ends.
    private static let maximumWorks = 100_000

    init(seed: UInt64) { state = Mutex(State(random: SeededGenerator(state: seed))) }

    /// Time since the simulation began.
    var now: Duration { state.withLock { $0.now } }

    func enqueue(_ job: UnownedJob, of process: SimulatedProcess) {
        state.withLock { $0.works.append(Work(job: job, process: process)) }
    }

    /// Runs nothing of a process for some time, as if it had got a SIGSTOP.
    func stop(_ process: SimulatedProcess, for duration: Duration) {
        state.withLock { $0.stopped[process.number] = $0.now + duration }
    }

    /// Runs until `isDone`.
    /// - Returns: false when there was nothing left to do before, or far too much was done.
    func run(until isDone: () -> Bool) -> Bool {
        var works = 0
        while !isDone() {
            works += 1
            guard works < Self.maximumWorks else { return false }
            if let work = next() {
                unsafe work.job.runSynchronously(on: work.process.asUnownedTaskExecutor())
            } else if !moveOn() {
                return false
            }
        }
        return true
    }

    private func next() -> Work? {
        state.withLock { state in
            let ready = state.works.indices.filter { state.stopped[state.works[$0].process.number] == nil }
            guard let chosen = ready.randomElement(using: &state.random) else { return nil }
            return state.works.remove(at: chosen)
        }
    }

    /// Moves the time to what is due next; false when nothing ever will be.
    private func moveOn() -> Bool {
        let due = state.withLock { state -> [Sleeper]? in
            guard let next = (state.sleepers.values.map(\.due) + state.stopped.values).min() else { return nil }
            state.now = max(state.now, next)
            state.stopped = state.stopped.filter { $0.value > next }
            let due = state.sleepers.filter { $0.value.due <= next }.sorted { $0.key < $1.key }
            for (number, _) in due { state.sleepers[number] = nil }
            return due.map(\.value)
        }
        for sleeper in due ?? [] { sleeper.continuation.resume() }
        return due != nil
    }

    /// Returns when the time has come.
    func sleep(until due: Duration) async throws {
        try Task.checkCancellation()
        let number = state.withLock { state -> Int? in
            guard due > state.now else { return nil }
            state.nextSleeper += 1
            return state.nextSleeper
        }
        guard let number else { return await Task.yield() }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
                let isCancelled = state.withLock { state in
                    guard state.cancelled.remove(number) == nil else { return true }
                    state.sleepers[number] = Sleeper(due: due, continuation: continuation)
                    return false
                }
                if isCancelled { continuation.resume(throwing: CancellationError()) }
            }
        } onCancel: {
            let sleeper = state.withLock { state -> Sleeper? in
                guard let sleeper = state.sleepers.removeValue(forKey: number) else {
                    state.cancelled.insert(number)
                    return nil
                }
                return sleeper
            }
            sleeper?.continuation.resume(throwing: CancellationError())
        }
    }
}
