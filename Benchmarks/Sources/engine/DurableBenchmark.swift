import JSON
import Model
import Policy
import SQLiteStore
import Sessions
import Store
import Tooling
import Workflows

/// Durable steps a second of runs in sessions of their own, side by side in one process, through the real engine and the
/// real store.
///
/// `engine-benchmarks durable FOLDER RUNS STEPS BYTES` prints the seconds from the first start to the last end, and the
/// bytes of the database that was closed; the output of each step is a random text of so many bytes.
struct DurableBenchmark {
    let folder: String
    let runs: Int
    let steps: Int
    let bytes: Int

    private struct Steady: SourceStamping {
        func look(at source: Source) -> SourceLook? { nil }
    }

    /// - Throws: `Bench.Failure` for other arguments.
    init(_ arguments: ArraySlice<String>) throws {
        let words = Array(arguments)
        guard words.count == 4, let runs = Int(words[1]), let steps = Int(words[2]), let bytes = Int(words[3]) else {
            throw Bench.Failure(description: "usage: engine-benchmarks durable FOLDER RUNS STEPS BYTES")
        }
        folder = words[0]
        self.runs = runs
        self.steps = steps
        self.bytes = bytes
    }

    func run() async throws {
        let path = folder + "/casebook.db"
        let store = try await SQLiteStore(path: path)
        let manager = SessionManager(
            store: store, clock: SystemWallClock(), identifiers: SystemIdentifierSource())
        let executor = ToolExecutor(
            registry: ToolRegistry([RegisteredTool(NoTool(bytes: bytes))]), catalog: SourceCatalog([]), roots: [],
            rules: try RedactionRules(), extents: [], stamps: Steady(), manager: manager)
        let workflow = try Bench.load(Bench.chain(of: steps))
        let runner = WorkflowRunner(
            manager: manager, executor: executor, principal: Principal(name: "local:bench", kind: .person),
            rights: .all, load: { _, _, _ in workflow })
        let start = ContinuousClock.now
        try await withThrowingTaskGroup(of: RunStatus.self) { group in
            for number in 0..<runs {
                group.addTask { try await runner.start(workflow, inputs: [:], in: Self.place(number)) { _ in }.status }
            }
            for try await status in group {
                guard status == .succeeded else { throw Bench.Failure(description: "a run \(status)") }
            }
        }
        let seconds = start.duration(to: .now) / .seconds(1)
        try await store.close()
        print(seconds, ProcessFigures.size(of: path))
    }

    private static func place(_ number: Int) -> WorkflowRunner.Place {
        let end = Timestamp(milliseconds: 1_772_366_400_000)
        let window = Window(TimeSpan(start: Timestamp(milliseconds: 1_772_362_800_000), end: end))
        return .new(title: "Bench \(number)", labels: [:], window: WindowSet(window: window, origin: "given"))
    }
}
