import JSON

extension MCPServer {
    func handleResources(_ exchange: Exchange, _ params: JSONObject) async throws -> JSONObject {
        guard let resources = features.resources else { throw MCPError.methodNotFound(exchange.method.rawValue) }
        let revision = exchange.profile.revision
        let context = RequestContext(exchange: exchange, inputs: RequestInputs())
        switch exchange.method {
        case .listResources:
            let page = try await resources.resources(after: Cursor.text(params), context)
            let list = page.elements.map { JSONValue.object($0.json(in: revision)) }
            return listing("resources", list, page.next, revision, resources.listCache)
        case .listTemplates:
            let page = try await resources.templates(after: Cursor.text(params), context)
            let list = page.elements.map { $0.json(in: revision) }
            return listing("resourceTemplates", list, page.next, revision, options.listCache)
        case .readResource:
            let uri = try Self.uri(params, exchange.method)
            return try await rounds(exchange, params) { context in
                let result = try await resources.read(uri, context)
                guard !result.contents.isEmpty else { throw MCPError.resourceNotFound(uri) }
                return projector.complete(result.json(in: revision), in: revision, cache: result.cache)
            }
        case .subscribe:
            let uri = try Self.uri(params, exchange.method)
            guard try await resources.mayWatch(uri, exchange.caller) else { throw MCPError.resourceNotFound(uri) }
            try exchange.connection.watch(uri)
            return [:]
        default:
            exchange.connection.unwatch(try Self.uri(params, exchange.method))
            return [:]
        }
    }

    /// The part of a filter that this server can serve and this caller may have.
    func honoured(_ filter: SubscriptionFilter, for exchange: Exchange) async -> SubscriptionFilter {
        var honoured = SubscriptionFilter()
        honoured.tools = filter.tools && !tools.isEmpty
        honoured.prompts = filter.prompts && !prompts.isEmpty
        honoured.resources = filter.resources && features.resources?.publishesLists == true
        if let resources = features.resources, resources.publishesUpdates {
            for uri in filter.uris where (try? await resources.mayWatch(uri, exchange.caller)) == true {
                honoured.uris.append(uri)
            }
        }
        guard let tasks = features.tasks, filter.namesTasks else { return honoured }
        honoured.namesTasks = true
        for id in filter.tasks where (try? await tasks.task(id, for: exchange.caller)) != nil {
            honoured.tasks.append(id)
        }
        return honoured
    }

    /// Tells the provider of resources that are watched no more.
    func release(_ uris: some Collection<String>, _ caller: Caller) {
        guard !uris.isEmpty, let resources = features.resources else { return }
        let uris = Array(uris)
        Task { for uri in uris { await resources.release(uri, caller) } }
    }

    private static func uri(_ params: JSONObject, _ method: Method) throws(MCPError) -> String {
        guard let uri = params["uri"]?.stringValue, !uri.isEmpty else {
            throw .invalidParams("\(method.rawValue) needs a \"uri\"")
        }
        return uri
    }
}
