import JSON
import Model
import Policy
import Synchronization
import Tooling

/// Answers calls from a recording.
///
/// A step that made the same call in the recording is told the same again. Any other is told what the call gave, in the
/// recorded order when it was made several times; the last answer repeats.
final class RecordedAnswers: Sendable {
    /// Reads a body that the recording only refers to; nil where it is gone.
    typealias Bodies = @Sendable (BodyReference) async throws -> [UInt8]?

    private struct Question: Hashable {
        let tool: String
        let arguments: String
    }

    /// The same question, asked by one attempt of one step.
    private struct Asking: Hashable {
        let question: Question
        let step: StepPlace
        let attempt: Int
    }

    private struct State {
        var given: [Question: Int] = [:]
        var unrecorded: [UnrecordedCall] = []
    }

    private let evidence: [EvidenceID: RecordedEvidence]
    private let calls: [Question: [RecordedCall]]
    private let bySteps: [Asking: RecordedCall]
    private let sources: [Question: Set<String>]
    private let bodies: Bodies
    private let state = Mutex(State())

    init(_ recording: Recording, bodies: @escaping Bodies) {
        let evidence = Dictionary(recording.evidence.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        var calls: [Question: [RecordedCall]] = [:]
        var bySteps: [Asking: RecordedCall] = [:]
        var sources: [Question: Set<String>] = [:]
        for call in recording.calls {
            let question: Question
            switch call.answer {
            case .evidence(let id):
                guard let record = evidence[id] else { continue }
                question = Self.question(record.tool, record.arguments)
                sources[question, default: []].formUnion(record.sources)
            case .failure(let tool, let arguments, _): question = Self.question(tool, arguments)
            }
            calls[question, default: []].append(call)
            guard let step = call.step else { continue }
            let asking = Asking(question: question, step: step, attempt: call.attempt)
            bySteps[asking] = bySteps[asking] ?? call
        }
        self.evidence = evidence
        self.calls = calls
        self.bySteps = bySteps
        self.sources = sources
        self.bodies = bodies
    }

    /// What was asked for and never recorded, in the order of the steps.
    var unrecorded: [UnrecordedCall] {
        state.withLock { $0.unrecorded }.sorted { left, right in
            guard let first = left.step, let second = right.step, first != second else {
                return left.step == right.step ? left.attempt < right.attempt : left.step == nil
            }
            return first < second
        }
    }

    /// The tools of a registry, each answered from the recording.
    func tools(of registry: ToolRegistry) -> ToolRegistry {
        ToolRegistry(
            registry.all.map { tool in
                tool.replaying(
                    access: { self.access($0, tool) },
                    answer: { try await self.answer($0, tool.contract, $1, at: $2) })
            })
    }

    /// Whoever replays a call needs the right to every source that its answer came from.
    private func access(_ arguments: JSONValue, _ tool: RegisteredTool) -> [Access] {
        let names = sources[Self.question(tool.contract.name, arguments)] ?? []
        return names.sorted().map { .source($0, kinds: SourceKind.allCases) }
    }

    private func answer(
        _ arguments: JSONValue, _ contract: ToolContract, _ context: ToolContext, at step: StepReference?
    ) async throws -> ToolResult<JSONValue> {
        let arguments = context.redactor.forText(of: .caller).redact(arguments)
        guard let call = next(Self.question(contract.name, arguments), contract.version, at: step) else {
            let unrecorded = UnrecordedCall(
                step: step.map { StepPlace($0) }, attempt: step?.attempt ?? 1, tool: contract.name,
                version: contract.version, arguments: arguments)
            state.withLock { $0.unrecorded.append(unrecorded) }
            throw unrecorded.error
        }
        guard let record = record(of: call) else {
            guard case .failure(_, _, let error) = call.answer else { throw CancellationError() }
            throw error
        }
        return ToolResult(
            output: record.output, coverage: record.coverage, summary: record.summary,
            body: try await body(of: record), recordedAs: record.id)
    }

    private func next(_ question: Question, _ version: Int, at step: StepReference?) -> RecordedCall? {
        if let step, let own = bySteps[Asking(question: question, step: StepPlace(step), attempt: step.attempt)],
            fits(own, version)
        {
            return own
        }
        let fitting = (calls[question] ?? []).filter { fits($0, version) }
        let number = state.withLock { state in
            state.given[question, default: 0] += 1
            return state.given[question, default: 1] - 1
        }
        return fitting.isEmpty ? nil : fitting[min(number, fitting.count - 1)]
    }

    /// A failed call does not tell which version of the tool it was made with.
    private func fits(_ call: RecordedCall, _ version: Int) -> Bool {
        record(of: call).map { $0.version == version } ?? true
    }

    private func record(of call: RecordedCall) -> RecordedEvidence? {
        guard case .evidence(let id) = call.answer else { return nil }
        return evidence[id]
    }

    private func body(of record: RecordedEvidence) async throws -> [UInt8]? {
        guard let body = record.body else { return nil }
        if let text = body.text { return Array(text.utf8) }
        return try await bodies(body.reference)
    }

    private static func question(_ tool: String, _ arguments: JSONValue) -> Question {
        Question(tool: tool, arguments: RedactionTokens.blinded(arguments.canonicalText()))
    }
}
