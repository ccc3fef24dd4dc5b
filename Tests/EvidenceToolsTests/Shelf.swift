import JSON
import Model
import Policy
import Tooling

/// Evidence that a test made up.
struct Shelf: EvidenceReading {
    private(set) var evidence: [EvidenceID: Evidence] = [:]
    private(set) var bodies: [Digest: [UInt8]] = [:]
    private(set) var ids: [EvidenceID] = []

    /// Puts a piece of evidence on the shelf and gives its identifier.
    @discardableResult
    mutating func add(
        _ output: JSONValue = [:], body: [UInt8]? = nil, coverage: CoverageValue = .complete, isGone: Bool = false
    ) -> EvidenceID {
        let letters = Array("0123456789abcdefghjkmnpqrstvwxyz")
        let id = EvidenceID("ev_" + String(repeating: "0", count: 25) + String(letters[ids.count]))
        guard let id else { preconditionFailure("no such identifier") }
        let reference = body.map { BodyReference(describing: $0) }
        if let reference, let body, !isGone { bodies[reference.sha256] = body }
        evidence[id] = Evidence(
            id: id, tool: "search_logs", version: 1, arguments: [:], window: nil, sources: ["app"],
            coverage: [Coverage(source: "app", value: coverage)], started: Timestamp(nanoseconds: 0),
            finished: Timestamp(nanoseconds: 0), output: output, body: reference, summary: "")
        ids.append(id)
        return id
    }

    func evidence(_ id: EvidenceID) async throws -> Evidence {
        guard let found = evidence[id] else { throw ToolError(.notFound, "there is no evidence \(id)") }
        return found
    }

    func piece(of body: BodyReference, _ range: Range<Int>) async throws -> [UInt8]? {
        bodies[body.sha256].map { Array($0[range]) }
    }

    /// Calls a tool as the executor would; the answer meets its schema.
    func call(_ tool: some Tool, _ arguments: JSONObject) async throws -> ToolResult<JSONValue> {
        let registered = RegisteredTool(tool)
        if let problem = registered.problems(with: .object(arguments)).first {
            throw ToolError(.validation, problem.description)
        }
        let context = ToolContext(
            window: Window(TimeSpan(start: Timestamp(nanoseconds: 0), end: Timestamp(nanoseconds: 1))),
            sources: SourceCatalog([]), roots: [], redactor: Redactor(rules: try RedactionRules(), key: [1]),
            now: Timestamp(nanoseconds: 1), evidence: self)
        let result = try await registered.prepare(.object(arguments)).run(context, nil)
        if let problem = registered.problems(withOutput: result.output).first {
            throw ToolError(.internal, problem.description)
        }
        return result
    }
}
