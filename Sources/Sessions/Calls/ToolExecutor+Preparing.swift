import JSON
import Model
import Policy
import Store
import Tooling
import Workflows

/// A call that its caller has the right to.
struct AuthorisedCall: Sendable {
    let tool: RegisteredTool
    let invocation: RegisteredTool.Invocation
    let sources: [Source]
    /// Names of the sources of the evidence that it reads: whoever reads what is made of it needs the right to them too.
    let origins: [String]
    let evidence: SessionEvidence

    /// False where it asks evidence alone.
    var readsSources: Bool {
        invocation.access.isEmpty || invocation.access.contains { if case .evidence = $0 { false } else { true } }
    }

    /// Names of all that it reads; nil where it reads more than sources, and names none of it.
    var lent: [String]? {
        let readsEveryPath = invocation.access.contains { if case .everyPath = $0 { true } else { false } }
        return readsEveryPath ? nil : sources.map(\.name) + origins
    }
}

/// A call that may be made.
struct PreparedCall: Sendable {
    let call: AuthorisedCall
    let arguments: JSONValue
    let window: Window
    /// Nil for what is always read anew.
    let key: Digest?
    /// What was seen of its sources, by their names; none where nobody had to look.
    let looks: [String: SourceLook]
}

extension ToolExecutor {
    /// Validates and authorises; nothing has been read after it but the records of evidence.
    func authorise(_ request: CallRequest, in scope: CallScope) async throws -> AuthorisedCall {
        try authorise(request.tool, by: scope.rights)
        let tool = try validate(request)
        let invocation = try invocation(of: tool, request.arguments)
        let evidence = SessionEvidence(session: scope.session, store: store, access: evidenceAccess(scope.rights))
        let (sources, origins) = try await authorise(invocation.access, of: request.tool, by: scope.rights, evidence)
        return AuthorisedCall(
            tool: tool, invocation: invocation, sources: sources, origins: origins, evidence: evidence)
    }

    /// Checks the budgets, and finds out for which time the call is made.
    func prepare(
        _ call: AuthorisedCall, _ request: CallRequest, in scope: CallScope, _ redactor: Redactor,
        _ account: CallAccount
    ) async throws -> PreparedCall {
        let sources = call.sources
        try await account.begin(readsSources: call.readsSources)
        let window: Window
        if let chosen = scope.session?.window {
            window = chosen
        } else {
            window = try await windows.window(of: sources, among: catalog.allowed(by: scope.rights))
        }
        let isRecorded = call.tool.contract.freshness == .recorded && scope.session != nil && window.end <= clock.now
        // The key outlives the call, so it is made of what may be kept.
        let arguments = redactor.forText(of: .caller).redact(request.arguments)
        var looks: [String: SourceLook] = [:]
        if isRecorded || limitsBytes(of: scope) {
            for source in sources { looks[source.name] = stamps.look(at: source) }
        }
        return PreparedCall(
            call: call, arguments: request.arguments, window: window,
            key: isRecorded ? key(call.tool.contract, arguments, window, sources, looks) : nil, looks: looks)
    }

    /// Refuses a tool in the same words whether it is there; who may use every tool is told what is wrong.
    private func authorise(_ tool: String, by rights: Rights) throws(ToolError) {
        guard !rights.usesEverything, !rights.allows(tool: tool) || registry[tool] == nil else { return }
        let allowed = registry.names.filter { rights.allows(tool: $0) }
        throw ToolError(
            .notPermitted, "tool \(tool.prefix(100)) is not among what the operator allows to be used",
            hint: allowed.isEmpty
                ? "ask the operator for a role with tools" : "the tools are \(allowed.joined(separator: ", "))")
    }

    private func limitsBytes(of scope: CallScope) -> Bool {
        scope.budget.bytes ?? budgets.session.bytes ?? budgets.principal.bytes != nil
    }

    /// What a call reads at least, in bytes; 0 where nobody has a limit of bytes, or it cannot be told beforehand.
    func leastRead(of prepared: PreparedCall, in scope: CallScope) -> Int {
        guard limitsBytes(of: scope) else { return 0 }
        return prepared.looks.values.compactMap(\.size)
            .reduce(into: BudgetUse()) { $0.add(BudgetUse(bytes: $1)) }.bytes
    }

    private func validate(_ request: CallRequest) throws(ToolError) -> RegisteredTool {
        guard let tool = registry[request.tool] else {
            throw ToolError(
                .notFound, "there is no tool `\(request.tool.prefix(100))`",
                hint: "the tools are \(registry.names.joined(separator: ", "))")
        }
        if let version = request.version, version != tool.contract.version {
            throw ToolError(
                .validation, "there is no version \(version) of \(request.tool)",
                hint: "use \(request.tool)@\(tool.contract.version)")
        }
        guard request.arguments.canonicalBytes().count <= Self.maximumArguments else {
            throw ToolError(.validation, "the arguments are larger than \(Self.maximumArguments >> 10) KiB")
        }
        let problems = tool.problems(with: request.arguments)
        guard problems.isEmpty else {
            let text = problems.prefix(3).map { $0.description }.joined(separator: "; ")
            throw ToolError(
                .validation, "the arguments of \(request.tool) are wrong: \(text)",
                hint: "`casebook tool list` and the tool's input schema say what it takes")
        }
        return tool
    }

    private func invocation(of tool: RegisteredTool, _ arguments: JSONValue) throws -> RegisteredTool.Invocation {
        do {
            return try tool.prepare(arguments)
        } catch let error as ToolError {
            throw error
        } catch {
            throw ToolError(.validation, "the arguments of \(tool.contract.name) could not be read: \(error)")
        }
    }

    /// The sources that the call may read; roots are checked where the path is opened, as text first.
    private func authorise(
        _ accesses: [Access], of tool: String, by rights: Rights, _ evidence: SessionEvidence
    ) async throws -> ([Source], [String]) {
        // What the caller may not read is treated as what is not there, so that both look the same.
        let allowed = catalog.allowed(by: rights, for: tool)
        var sources: [Source] = []
        var origins: Set<String> = []
        for access in accesses {
            switch access {
            case .source(let name, let kinds): sources.append(try allowed.source(name, kinds: kinds))
            case .everySource(let kinds): sources += allowed.sources(of: kinds)
            case .evidence(let id): origins.formUnion(try await evidence.evidence(id).sources)
            case .path, .everyPath, .host: break
            }
        }
        let all = SourceCatalog(sources).all
        return (all, origins.subtracting(all.map(\.name)).sorted())
    }

    /// The evidence key: equal keys may share evidence.
    ///
    /// Nil when it cannot be told whether a source still holds what it held.
    private func key(
        _ tool: ToolContract, _ arguments: JSONValue, _ window: Window, _ sources: [Source],
        _ looks: [String: SourceLook]
    ) -> Digest? {
        let stamps = sources.compactMap { looks[$0.name]?.stamp }
        guard stamps.count == sources.count else { return nil }
        let parts: JSONValue = [
            "tool": .string(tool.name), "version": .number(JSONNumber(tool.version)), "arguments": arguments,
            "window": (try? JSONValue(encoding: window)) ?? .null,
            "sources": .array(sources.map { .string($0.digest.hex) }), "stamps": .array(stamps.map { .string($0) }),
            "redaction": .string(rules.digest),
        ]
        return Digest(of: parts.canonicalBytes())
    }

    /// Earlier evidence that answers the call; nil when the tool has to run.
    func earlier(_ prepared: PreparedCall, _ request: CallRequest, _ scope: CallScope) async throws -> Evidence? {
        if request.cache != .refresh, let key = prepared.key, let session = scope.session,
            let evidence = try await session.newestEvidence(key: key)
        {
            return evidence.with(output: prepared.call.tool.typed(evidence.output))
        }
        guard request.cache != .only || prepared.call.tool.isReplayed else { throw Self.nothingRecorded(request.tool) }
        return nil
    }

    private static func nothingRecorded(_ tool: String) -> ToolError {
        ToolError(
            .notFound, "no evidence of \(tool) with these arguments is recorded", hint: "use cache: use or refresh")
    }
}
