import JSON
import Model
import Policy
import Sessions
import Store
import Synchronization
import Tooling
import Workflows

/// The course of one run from its start to its end, through all that happens to it.
final class Story: Sendable {
    /// What a story is about.
    struct Plan: Sendable {
        let seed: UInt64
        let workflow: RandomWorkflow
        let rules: RedactionRules
        var limits = Audit.Limits()
        /// Whether processes and the store fail, and other people come in between.
        var isDisturbed = false
        /// When somebody cancels the run.
        var cancelled: Duration?
    }

    /// What something that was begun came to; nil when nobody asked.
    typealias Outcome = Result<RunStatus?, any Error>

    struct State {
        var random: SeededGenerator
        var tasks: [Task<Outcome, Never>] = []
        var processes = 0
        var faults = 0
        var isDone = false
        var complaints: [String] = []
        var happened: [String: Int] = [:]
    }

    let plan: Plan
    let database = Database()
    let scheduler: Scheduler
    let state: Mutex<State>
    let answers: Answers

    /// After that many faults a story is left alone, so that it ends.
    private static let maximumFaults = 5
    /// Rounds of driving and answering after which a run counts as one that never ends.
    private static let maximumRounds = 80

    init(_ plan: Plan) {
        self.plan = plan
        scheduler = Scheduler(seed: plan.seed &* 31 &+ (plan.isDisturbed ? 1 : 0))
        answers = Answers(seed: plan.seed, scheduler: scheduler)
        state = Mutex(State(random: SeededGenerator(state: plan.seed &* 37 &+ 5)))
        database.state.withLock { $0.audit.limits = plan.limits }
    }

    /// What was wrong, whoever saw it.
    var complaints: [String] { state.withLock { $0.complaints } + database.complaints }
    /// The journal of the only session.
    var entries: [Entry] { database.sessions.first.map { database.journal($0) } ?? [] }
    /// How often what happened, by its name.
    var happened: [String: Int] { state.withLock { $0.happened } }

    /// Plays it to its end; nil when it did not come to one.
    func play() -> FinalState? {
        Task(executorPreference: SimulatedProcess(0, scheduler)) { [self] in
            do { try await direct() } catch { complain("the story itself failed: \(error)") }
            state.withLock { $0.isDone = true }
        }
        if !scheduler.run(until: { state.withLock { $0.isDone } }) { complain("everything waits for ever") }
        // What is left of lost processes.
        _ = scheduler.run { false }
        return conclusion()
    }

    func complain(_ text: String) { state.withLock { $0.complaints.append(text) } }
    func note(_ name: String) { state.withLock { $0.happened[name, default: 0] += 1 } }
    func chance(of one: Int) -> Bool {
        plan.isDisturbed && state.withLock { Int.random(in: 0..<one, using: &$0.random) == 0 }
    }

    // MARK: Course

    private func direct() async throws {
        var process = try spawn()
        drive(process)
        if let moment = plan.cancelled { try cancel(after: moment) }
        if chance(of: 2) { try hurry() }
        for _ in 0..<Self.maximumRounds {
            while let task = state.withLock({ $0.tasks.isEmpty ? nil : $0.tasks.removeFirst() }) {
                if case .failure(let error) = await task.value { take(error) }
            }
            let run = sessionState?.runs.last
            if run?.status.isFinal == true { return try await compare(process) }
            if let run, run.status == .waiting, run.cancellation == nil { try await answer() }
            // One whose store failed, or that gave the run back, may go on with it itself.
            if process.store.isLost || chance(of: 2) { process = try spawn() }
            drive(process)
        }
        complain("the run does not end")
    }

    /// Makes a process; while a story is disturbed, with faults of its own.
    func spawn(isHealthy: Bool = false) throws -> Process {
        let (number, seed, faults) = state.withLock { state -> (Int, UInt64, [Int: Fault]) in
            state.processes += 1
            guard plan.isDisturbed, !isHealthy else { return (state.processes, 0, [:]) }
            let faults = Self.faults(of: &state)
            return (state.processes, state.random.next(), faults)
        }
        for fault in faults.values { note("\(fault)") }
        let executor = SimulatedProcess(number, scheduler)
        let store = ProcessStore(
            database, executor, seed: seed, isSlow: plan.isDisturbed, faults: faults, takeOver: { self.takeOver() })
        return try Process(store, of: plan)
    }

    private static func faults(of state: inout State) -> [Int: Fault] {
        var faults: [Int: Fault] = [:]
        for number in 1...12 where state.faults < maximumFaults && Int.random(in: 0..<5, using: &state.random) == 0 {
            guard let fault = Fault.allCases.randomElement(using: &state.random) else { break }
            // A process that is stopped while it opens the session has nothing yet that another could take over.
            if fault == .stopped, number == 1 { continue }
            faults[number] = fault
            state.faults += 1
            if fault == .lostBefore || fault == .lostAfter || fault == .stopped { break }
        }
        return faults
    }

    private func takeOver() {
        do { drive(try spawn()) } catch { complain("no process: \(error)") }
    }

    /// Begins something in a process.
    func begin(_ process: Process, _ work: @escaping @Sendable () async throws -> RunStatus?) {
        let task = Task(executorPreference: process.executor) { () -> Outcome in
            do { return .success(try await work()) } catch { return .failure(error) }
        }
        state.withLock { $0.tasks.append(task) }
    }

    /// Starts the run, or goes on with it where there is one.
    private func drive(_ process: Process) {
        database.state.withLock { $0.audit.begin(process: process.executor.number) }
        let session = database.sessions.first
        begin(process) { [plan] in
            guard let session else {
                let place = WorkflowRunner.Place.new(
                    title: "Test", labels: [:], window: WindowSet(window: Process.window, origin: "given"))
                return try await process.runner.start(
                    plan.workflow.workflow, inputs: [:], in: place, watch: process.watch
                ).status
            }
            let known = try await process.manager.session(session, briefly: true)
            return try await process.runner.resume(known, watch: process.watch).last?.status
        }
    }

    /// Takes in why something failed.
    private func take(_ error: any Error) {
        switch error {
        case is Lost: note("lost")
        case let error as StoreError where error.kind == .fenced && happened["stopped"] != nil: note("fenced")
        case let error as StoreError where error.kind == .inputOutput: note("failed")
        case let error as SessionsError where error.kind == .driven: note("driven")
        // Somebody else was quicker.
        case let error as SessionsError where error.kind == .ended || error.kind == .closed: note("late")
        default: complain("\(error)")
        }
    }
}
