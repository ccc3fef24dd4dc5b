import JSON
import Model
import Synchronization
import Tooling

/// What distinguishes the fake tools.
protocol FakeKind: Sendable {
    static var name: String { get }
    static var freshness: ToolContract.Freshness { get }
}

/// Answers from what is recorded.
enum Look: FakeKind {
    static let name = "look"
    static let freshness = ToolContract.Freshness.recorded
}

/// Answers about this moment.
enum Glance: FakeKind {
    static let name = "glance"
    static let freshness = ToolContract.Freshness.live
}

/// A tool that does what its test wants, and remembers the texts that it was called with.
struct FakeTool<Kind: FakeKind>: Tool {
    typealias Work = @Sendable (FakeInput, ToolContext) async throws -> ToolResult<JSONValue>

    static var contract: ToolContract {
        ToolContract(
            name: Kind.name, title: "Look", summary: "Looks at a source.",
            input: .object([
                .optional("source", Schema.string(maximum: 63).source(["logs"]), "The source."),
                .optional("text", .string(maximum: 300_000), "What to look for."),
                .optional("evidence", .evidence, "Earlier evidence."),
                .optional("every", .boolean, "Every source."),
            ]),
            output: .object([
                .required("text", .string(), "What was found."), .optional("hits", .integer(0...1000), "How often."),
            ]), freshness: Kind.freshness)
    }

    static func access(_ input: FakeInput) -> [Access] {
        var access: [Access] = []
        if let source = input.source { access.append(.source(source, kinds: [.logs])) }
        if let evidence = input.evidence { access.append(.evidence(evidence)) }
        if input.every == true { access.append(.everySource(kinds: [.logs])) }
        return access
    }

    let calls: CallLog
    let work: Work

    func run(_ input: FakeInput, in context: ToolContext) async throws -> ToolResult<JSONValue> {
        calls.add(input.text ?? "")
        return try await work(input, context)
    }
}

struct FakeInput: Codable, Sendable {
    var source: String?
    var text: String?
    var evidence: EvidenceID?
    var every: Bool?
}

/// The texts that tools were called with, in order.
final class CallLog: Sendable {
    private let texts = Mutex<[String]>([])

    var all: [String] { texts.withLock { $0 } }
    func add(_ text: String) { texts.withLock { $0.append(text) } }
    func count(of text: String) -> Int { all.count { $0 == text } }
}

extension ToolResult where Output == JSONValue {
    /// An ordinary answer.
    static func found(
        _ text: String, body: String? = nil, bytes: Int = 100, lines: Int? = nil
    ) -> ToolResult {
        ToolResult(
            output: ["text": .string(text)],
            coverage: [Coverage(source: "app", value: .complete, searched: Searched(bytes: bytes, lines: lines))],
            summary: "found \(text)", body: body.map { Array($0.utf8) })
    }
}
