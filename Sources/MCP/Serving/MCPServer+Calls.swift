import JSON

extension MCPServer {
    /// The name of the tool that `tools/call` asks for, when it is not there for the caller.
    func unknownTool(_ params: JSONObject, _ caller: Caller) -> String? {
        guard case .string(let name)? = params["name"] else { return nil }
        return tools[name] != nil && features.toolFilter?(name, caller) ?? true ? nil : String(name.prefix(128))
    }

    /// Checks the parameters of `tools/call`.
    func call(
        _ params: JSONObject, _ headers: HTTPFields?, _ caller: Caller, _ profile: ClientProfile
    ) throws(MCPError) -> ToolCall {
        guard case .string(let name)? = params["name"] else { throw .invalidParams("tools/call needs a \"name\"") }
        guard let entry = tools[name], features.toolFilter?(name, caller) ?? true else {
            throw .invalidParams("Unknown tool: \(name.prefix(128))")
        }
        let arguments: JSONObject
        switch params["arguments"] {
        case nil: arguments = [:]
        case .object(let object): arguments = object
        default: throw .invalidParams("\"arguments\" must be an object")
        }
        if !profile.revision.isLegacy { try headers?.checkParameters(entry.mirrored, arguments) }
        if entry.tool.taskSupport == .required, profile.revision.isLegacy || !profile.capabilities.supportsTasks {
            throw .missingCapability(["extensions": [MetaKey.tasksExtension: [:]]])
        }
        return ToolCall(entry: entry, arguments: arguments)
    }

    /// Runs a request to its end and answers it.
    func answer(_ exchange: Exchange, _ params: JSONObject, _ call: ToolCall?) async {
        do {
            let result: JSONObject
            if let call {
                result = try await run(call, exchange, params)
            } else {
                result = try await handle(exchange, params)
            }
            exchange.finish(.result(exchange.id, .object(result)))
        } catch let error as MCPError {
            exchange.fail(error)
        } catch let failure as ToolFailure {
            // Only tools have a result that says so; a prompt or resource has none.
            exchange.fail(MCPError(.internalError, failure.message))
        } catch {
            if !(error is CancellationError) || !exchange.isCancelled {
                features.onFault(exchange.method.rawValue, error)
            }
            exchange.fail(.internalError)
        }
    }

    private func run(_ call: ToolCall, _ exchange: Exchange, _ params: JSONObject) async throws -> JSONObject {
        let revision = exchange.profile.revision
        if let refusal = call.entry.refusal(of: call.arguments, shown: features.shown) {
            return projector.complete(refusal.json(in: revision), in: revision)
        }
        do {
            return try await rounds(exchange, params) { context in
                switch try await call.entry.tool.handler(call.arguments, context) {
                case .complete(let result):
                    guard call.entry.promises(result) else { throw BrokenPromise(tool: call.entry.tool.name) }
                    return projector.complete(result.json(in: revision), in: revision)
                case .task(let task):
                    guard context.supportsTasks else { throw BrokenPromise(tool: call.entry.tool.name) }
                    return projector.task(task)
                }
            }
        } catch let failure as ToolFailure {
            return projector.complete(failure.result.json(in: revision), in: revision)
        } catch let error as MCPError where revision.isLegacy && error.code == .missingCapability {
            // The legacy era has no such error: the model is told instead, and can go another way.
            return CallResult.failure(error.message).json(in: revision)
        }
    }

    /// Runs a handler until it needs no more input: again at once after a legacy client has answered, or not again
    /// before a modern client's retry.
    func rounds(
        _ exchange: Exchange, _ params: JSONObject,
        _ body: (RequestContext) async throws -> JSONObject
    ) async throws -> JSONObject {
        let isLegacy = exchange.profile.revision.isLegacy
        var inputs = RequestInputs()
        // Made only where it is needed: it holds all arguments as text.
        func binding() -> StateBinding {
            StateBinding(caller: exchange.caller, method: exchange.method, params: params)
        }
        if !isLegacy, params.contains("requestState") || params.contains("inputResponses") {
            inputs = try await RequestInputs(params, binding: binding(), keeper: features.stateKeeper)
        }
        for _ in 0..<max(options.inputRounds, 1) {
            do {
                return try await body(RequestContext(exchange: exchange, inputs: inputs))
            } catch let demand as InputRequired {
                for request in demand.requests.values {
                    guard let missing = exchange.profile.capabilities.missing(for: request) else { continue }
                    throw MCPError.missingCapability(missing)
                }
                guard isLegacy else { return try await self.demand(demand, inputs, binding()) }
                try await exchange.collect(demand, into: &inputs)
            }
        }
        throw ToolFailure("The client did not give what was asked for in \(options.inputRounds) rounds")
    }

    private func demand(
        _ demand: InputRequired, _ inputs: RequestInputs, _ binding: StateBinding
    ) async throws -> JSONObject {
        var token: String?
        if let state = inputs.sealed(with: demand.state) {
            guard state.utf8.count <= 256 << 10 else { throw MCPError.invalidParams("The answers are too large") }
            token = try await features.stateKeeper.seal(state, for: binding)
        }
        return projector.inputRequired(demand.requests, state: token)
    }
}
