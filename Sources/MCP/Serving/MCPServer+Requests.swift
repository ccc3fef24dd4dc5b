import JSON

extension MCPServer {
    /// Answers a request other than a tool's call.
    func handle(_ exchange: Exchange, _ params: JSONObject) async throws -> JSONObject {
        switch exchange.method {
        case .listResources, .listTemplates, .readResource, .subscribe, .unsubscribe:
            try await handleResources(exchange, params)
        case .getPrompt: try await prompt(exchange, params)
        case .complete: try await completion(exchange, params)
        case .getTask, .updateTask, .cancelTask: try await handleTasks(exchange, params)
        default: throw MCPError.methodNotFound(exchange.method.rawValue)
        }
    }

    private func prompt(_ exchange: Exchange, _ params: JSONObject) async throws -> JSONObject {
        guard let name = params["name"]?.stringValue else {
            throw MCPError.invalidParams("prompts/get needs a \"name\"")
        }
        guard let prompt = prompts[name] else { throw MCPError.invalidParams("Unknown prompt: \(name.prefix(128))") }
        let arguments = try prompt.checked(params["arguments"])
        let revision = exchange.profile.revision
        return try await rounds(exchange, params) { context in
            projector.complete(try await prompt.handler(arguments, context).json(in: revision), in: revision)
        }
    }

    private func completion(_ exchange: Exchange, _ params: JSONObject) async throws -> JSONObject {
        guard let completer = features.completer else { throw MCPError.methodNotFound(Method.complete.rawValue) }
        let query = try Completion.Query(params)
        if case .prompt(let name) = query.reference, prompts[name] == nil {
            throw MCPError.invalidParams("Unknown prompt: \(name.prefix(128))")
        }
        let context = RequestContext(exchange: exchange, inputs: RequestInputs())
        return projector.complete(try await completer(query, context).json, in: exchange.profile.revision)
    }

    private func handleTasks(_ exchange: Exchange, _ params: JSONObject) async throws -> JSONObject {
        guard let tasks = features.tasks else { throw MCPError.methodNotFound(exchange.method.rawValue) }
        guard exchange.profile.capabilities.supportsTasks else {
            throw MCPError.missingCapability(["extensions": [MetaKey.tasksExtension: [:]]])
        }
        guard let id = params["taskId"]?.stringValue else {
            throw MCPError.invalidParams("\(exchange.method.rawValue) needs a \"taskId\"")
        }
        var result = JSONObject()
        let isKnown: Bool
        switch exchange.method {
        case .getTask:
            let task = try await tasks.task(id, for: exchange.caller)
            isKnown = task != nil
            if let task { result = task.details(projecting: projector.inlined) }
        case .updateTask:
            guard let responses = params["inputResponses"]?.objectValue else {
                throw MCPError.invalidParams("tasks/update needs \"inputResponses\", an object")
            }
            isKnown = try await tasks.update(id, with: responses, for: exchange.caller)
        default: isKnown = try await tasks.cancel(id, for: exchange.caller)
        }
        guard isKnown else { throw MCPError.unknownTask() }
        return projector.complete(result, in: exchange.profile.revision)
    }
}
