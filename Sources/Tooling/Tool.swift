package import Model

/// A stateless, read-only capability.
///
/// A tool sees its input and its context, nothing else: no session, no configuration, no clock of its own. It opens
/// only what the context lends it, and it is run by the `ToolExecutor` alone.
///
/// Nothing found is a result with coverage, never an error. What went wrong is thrown as a `ToolError`.
package protocol Tool: Sendable {
    associatedtype Input: Decodable & Sendable
    associatedtype Output: Encodable & Sendable

    /// Name, version, words and schemas.
    static var contract: ToolContract { get }

    /// The sources and paths that a call with this input reads; authorised before `run` is called.
    static func access(_ input: Input) -> [Access]

    /// Does the work. Long work checks `Task.checkCancellation()` and tells its progress.
    func run(_ input: Input, in context: ToolContext) async throws -> ToolResult<Output>
}

/// What is told about a tool to whoever may call it.
package struct ToolContract: Sendable {
    /// Whether the same question may be answered from the evidence of before.
    package enum Freshness: Sendable {
        /// The answer depends on sources that do not change within a closed window.
        case recorded
        /// The answer is about this moment; it is always asked anew.
        case live
    }

    /// Such as `search_logs`.
    package let name: String
    /// The major version that workflows name: `search_logs@1`.
    package let version: Int
    package let title: String
    /// One or two sentences for a model or a person who chooses a tool.
    package let summary: String
    package let freshness: Freshness
    private let schemas: (input: Deferred<Schema>, output: Deferred<Schema>)

    /// - Parameters:
    ///   - input: Made when somebody first asks for it.
    ///   - output: Likewise.
    package init(
        name: String, version: Int = 1, title: String, summary: String,
        input: @autoclosure @escaping @Sendable () -> Schema, output: @autoclosure @escaping @Sendable () -> Schema,
        freshness: Freshness = .recorded
    ) {
        self.name = name
        self.version = version
        self.title = title
        self.summary = summary
        self.freshness = freshness
        schemas = (Deferred(input), Deferred(output))
    }

    package var input: Schema { schemas.input.value }
    package var output: Schema { schemas.output.value }
}

/// Something that a call wants to read.
package enum Access: Hashable, Sendable {
    /// A source by its name, of one of the kinds that the tool understands.
    case source(String, kinds: [SourceKind])
    /// Every source of these kinds that the caller may read; none is no error.
    case everySource(kinds: [SourceKind])
    /// A path that must lie beneath one of the operator's roots.
    case path(String)
    /// What the operator's roots are called; the caller is told its own.
    case everyPath
    /// Evidence of the session.
    case evidence(EvidenceID)
    /// This host's load, disks and the like.
    case host
}

/// What a tool gives back.
package struct ToolResult<Output: Sendable>: Sendable {
    package let output: Output
    /// One for each source that was asked.
    package let coverage: [Coverage]
    /// At most 1 KiB of words that say what was found, for lists and search.
    package let summary: String
    /// The full material as text or NDJSON, at most `Evidence.maximumBody` bytes; nil when the output is all.
    package let body: [UInt8]?
    /// The name under which the answer was recorded before, where it is replayed; nil for a new answer.
    package let recordedAs: EvidenceID?

    package init(
        output: Output, coverage: [Coverage], summary: String, body: [UInt8]? = nil, recordedAs: EvidenceID? = nil
    ) {
        self.output = output
        self.coverage = coverage
        self.summary = summary
        self.body = body
        self.recordedAs = recordedAs
    }
}
