import JSON
import Model
import Policy
import Store
import Tooling
import Workflows

/// A call that may be made.
struct PreparedCall: Sendable {
    let tool: RegisteredTool
    let arguments: JSONValue
    let sources: [Source]
    let window: Window
    /// Nil for what is always read anew.
    let key: Digest?
}

extension ToolExecutor {
    /// Validates, authorises and checks the budget; nothing has been read after it.
    func prepare(_ request: CallRequest, in scope: CallScope) async throws -> PreparedCall {
        let tool = try validate(request)
        guard scope.rights.allows(tool: tool.contract.name) else {
            throw ToolError.notPermitted("tool \(tool.contract.name)")
        }
        let sources = try await authorise(try access(of: tool, request.arguments), in: scope)
        try scope.budget.check(scope.used, of: request.step == nil ? "session" : "run")
        let window: Window
        if let chosen = await scope.session?.state.window {
            window = chosen
        } else {
            window = try await windows.window(of: sources)
        }
        let isClosed = window.end <= clock.now
        let isRecorded = tool.contract.freshness == .recorded && scope.session != nil && isClosed
        return PreparedCall(
            tool: tool, arguments: request.arguments, sources: sources, window: window,
            key: isRecorded ? key(tool.contract, request.arguments, window, sources) : nil)
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

    private func access(of tool: RegisteredTool, _ arguments: JSONValue) throws -> [Access] {
        do {
            return try tool.access(arguments)
        } catch let error as ToolError {
            throw error
        } catch {
            throw ToolError(.validation, "the arguments of \(tool.contract.name) could not be read: \(error)")
        }
    }

    /// The sources that the call may read. Roots are checked where the path is opened, as text first.
    private func authorise(_ accesses: [Access], in scope: CallScope) async throws -> [Source] {
        var sources: [Source] = []
        for access in accesses {
            switch access {
            case .source(let name, let kinds):
                guard scope.rights.allows(source: name) else { throw ToolError.notPermitted("source \(name)") }
                sources.append(try catalog.source(name, kinds: kinds))
            case .everySource(let kinds):
                sources += catalog.sources(of: kinds).filter { scope.rights.allows(source: $0.name) }
            case .evidence(let id):
                _ = try await SessionEvidence(session: scope.session, store: store, rights: scope.rights).evidence(id)
            case .path, .host: break
            }
        }
        return sources
    }

    /// The evidence key: equal keys may share evidence.
    private func key(_ tool: ToolContract, _ arguments: JSONValue, _ window: Window, _ sources: [Source]) -> Digest {
        let parts: JSONValue = [
            "tool": .string(tool.name), "version": .number(JSONNumber(tool.version)), "arguments": arguments,
            "window": (try? JSONValue(encoding: window)) ?? .null,
            "sources": .array(sources.map { .string($0.digest.hex) }),
            "redaction": .number(JSONNumber(Redactor.version)),
        ]
        return Digest(of: parts.canonicalBytes())
    }

    /// Earlier evidence that answers the call; nil when the tool has to run.
    func earlier(_ prepared: PreparedCall, _ request: CallRequest, _ scope: CallScope) async throws -> Evidence? {
        guard request.cache != .refresh, let key = prepared.key, let session = scope.session else {
            if request.cache == .only { throw Self.nothingRecorded(request.tool) }
            return nil
        }
        if let id = try await store.newestEvidence(in: session.id, key: key) {
            return try await store.evidence(id)
        }
        if request.cache == .only { throw Self.nothingRecorded(request.tool) }
        return nil
    }

    private static func nothingRecorded(_ tool: String) -> ToolError {
        ToolError(.notFound, "no evidence of \(tool) with these arguments is recorded", hint: "use cache: use or refresh")
    }
}
