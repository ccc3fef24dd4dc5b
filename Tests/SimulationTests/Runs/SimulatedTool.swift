import JSON
import Model
import Store
import Tooling

/// What distinguishes the simulated tools.
protocol SimulatedKind: Sendable {
    static var name: String { get }
    static var freshness: ToolContract.Freshness { get }
}

/// What it gives depends on the step that asks.
enum Probe: SimulatedKind {
    static let name = "probe"
    static let freshness = ToolContract.Freshness.live
}

/// What it gives depends on its arguments alone, so that earlier evidence may stand for it.
enum Look: SimulatedKind {
    static let name = "look"
    static let freshness = ToolContract.Freshness.recorded
}

/// A tool that takes and gives anything; what it gives is told by `Answers`.
struct SimulatedTool<Kind: SimulatedKind>: Tool {
    static var contract: ToolContract {
        ToolContract(
            name: Kind.name, title: "Look", summary: "Looks at something.", input: Schema(json: ["type": "object"]),
            output: .any, freshness: Kind.freshness)
    }

    static func access(_ input: JSONValue) -> [Access] { [] }

    func run(_ input: JSONValue, in context: ToolContext) async throws -> ToolResult<JSONValue> {
        throw ToolError(.internal, "nobody answers for it")
    }
}

extension ToolRegistry {
    static let contracts = [SimulatedTool<Probe>.contract, SimulatedTool<Look>.contract]

    /// The tools as they are in one process.
    init(simulating seed: UInt64, in store: ProcessStore) throws {
        let answers = Answers(seed: seed, scheduler: store.process.scheduler)
        self.init([
            RegisteredTool(SimulatedTool<Probe>()).replaying(access: { _ in [] }) { _, _, step in
                try await Self.answer(step, in: store) { try await answers.answer("\($0.words)", at: $0) }
            },
            RegisteredTool(SimulatedTool<Look>()).replaying(access: { _ in [] }) { arguments, _, step in
                try await Self.answer(step, in: store) { try await answers.answer(arguments.canonicalText(), at: $0) }
            },
        ])
    }

    private static func answer(
        _ step: StepReference?, in store: ProcessStore,
        _ answer: (StepReference) async throws -> ToolResult<JSONValue>
    ) async throws -> ToolResult<JSONValue> {
        guard let step, store.begin(step) else { throw Lost() }
        defer { store.end(step) }
        return try await answer(step)
    }
}
