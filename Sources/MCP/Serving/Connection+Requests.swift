import JSON

extension Connection {
    /// Begins to answer a request whose era is settled.
    func start(
        _ id: RequestID, _ method: Method, _ params: JSONObject, _ profile: ClientProfile, _ headers: HTTPFields?,
        _ sink: any FrameSink
    ) {
        do throws(MCPError) {
            if let result = try immediate(method, params, profile) {
                sink.send(result(id))
                return
            }
            if method == .callTool, let name = server.unknownTool(params, caller) {
                return try refuse(
                    name,
                    Exchange(id: id, method: method, caller: caller, profile: profile, sink: sink, connection: self))
            }
            let call = method == .callTool ? try server.call(params, headers, caller, profile) : nil
            let exchange = Exchange(
                id: id, method: method, caller: caller, profile: profile, sink: sink, connection: self)
            if let error = begin(exchange) { throw error }
            if method == .listen { return listen(exchange, params) }
            if let limit = server.options.requestTimeout { exchange.limit(to: limit) }
            exchange.start(inline: call?.entry.tool.runsInline ?? false) { [server] in
                await server.answer(exchange, params, call)
            }
        } catch {
            sink.send(.failure(id, server.told(error), in: profile.revision))
        }
    }

    /// Answers the call of a tool that is not there for the caller.
    private func refuse(_ tool: String, _ exchange: Exchange) throws(MCPError) {
        if let error = begin(exchange) { throw error }
        exchange.start(inline: false) { [server] in
            await server.features.onUnknownTool(tool, exchange.caller)
            exchange.fail(.invalidParams("Unknown tool: \(tool)"))
        }
    }

    /// The answer of a method that needs no handler; nil for the others.
    private func immediate(
        _ method: Method, _ params: JSONObject, _ profile: ClientProfile
    ) throws(MCPError) -> ((RequestID) -> Frame)? {
        let revision = profile.revision
        switch method {
        case .ping: return { .result($0, [:]) }
        case .setLogLevel:
            try setLogLevel(params)
            return { .result($0, [:]) }
        case .listTools:
            if params["cursor"] == nil, let bytes = server.written(method, in: revision) {
                return { .result($0, written: bytes) }
            }
            let result = try server.listTools(params, caller, revision)
            return { .result($0, .object(result)) }
        case .listPrompts:
            if params["cursor"] == nil, let bytes = server.written(method, in: revision) {
                return { .result($0, written: bytes) }
            }
            let result = try server.listPrompts(params, revision)
            return { .result($0, .object(result)) }
        case .discover:
            guard let bytes = server.written(method, in: revision) else { return nil }
            return { .result($0, written: bytes) }
        default: return nil
        }
    }

    private func listen(_ exchange: Exchange, _ params: JSONObject) {
        let filter: SubscriptionFilter
        do throws(MCPError) {
            filter = try SubscriptionFilter(params, limit: server.options.watchedResources)
            guard !filter.namesTasks || exchange.profile.capabilities.supportsTasks else {
                throw .missingCapability(["extensions": [MetaKey.tasksExtension: [:]]])
            }
            guard server.hub.count < server.options.subscriptions else {
                throw MCPError(.internalError, "Too many open subscriptions")
            }
        } catch {
            return exchange.fail(error)
        }
        let subscription = Subscription(exchange)
        server.hub.add(subscription)
        exchange.onCancel { [self] in
            subscription.leave()
            finished(exchange)
        }
        exchange.start(inline: true) { [server] in
            let honoured = await server.honoured(filter, for: exchange)
            subscription.acknowledge(honoured)
        }
    }
}
