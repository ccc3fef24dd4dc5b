import JSON

/// Answers requests of both eras over any number of connections.
///
/// It holds what is offered and nothing of any client. A transport makes a `Connection` for each of its channels and
/// hands messages to it:
///
///     let server = try MCPServer(features)
///     await StdioTransport(input: 0, output: 1).run(server, caller: Caller("agent"))
public final class MCPServer: Sendable {
    /// What is offered.
    public let features: ServerFeatures
    /// How.
    public let options: ServerOptions
    let tools: [String: ToolEntry]
    let toolNames: [String]
    let prompts: [String: ServerPrompt]
    let promptNames: [String]
    let router: EraRouter
    let projector: Projector
    let hub = EventHub()
    /// Results that are the same for everybody, as they go out.
    private let written: [WrittenKey: [UInt8]]

    private struct WrittenKey: Hashable {
        let method: Method
        let revision: Revision
    }

    /// Makes a server.
    ///
    /// - Throws: An error that names the tool or prompt whose name or schema cannot be used.
    public init(_ features: ServerFeatures, options: ServerOptions = ServerOptions()) throws(SetupError) {
        self.features = features
        self.options = options
        router = EraRouter(served: options.revisions)
        var tools: [String: ToolEntry] = [:]
        for tool in features.tools {
            guard tools[tool.name] == nil else { throw .duplicate(tool.name) }
            tools[tool.name] = try ToolEntry(tool)
        }
        var prompts: [String: ServerPrompt] = [:]
        for prompt in features.prompts {
            guard prompts[prompt.name] == nil else { throw .duplicate(prompt.name) }
            prompts[prompt.name] = prompt
        }
        self.tools = tools
        self.prompts = prompts
        toolNames = tools.keys.sorted()
        promptNames = prompts.keys.sorted()
        let projector = Projector(info: features.info)
        self.projector = projector
        var written: [WrittenKey: [UInt8]] = [:]
        for revision in options.revisions {
            func add(_ method: Method, _ result: JSONObject, _ cache: CacheHint) {
                let object = projector.complete(result, in: revision, cache: cache)
                written[WrittenKey(method: method, revision: revision)] = JSONValue.object(object).bytes()
            }
            if features.toolFilter == nil, toolNames.count <= options.pageSize {
                let list = toolNames.compactMap { tools[$0] }.map { JSONValue.object($0.tool.json(in: revision)) }
                add(.listTools, ["tools": .array(list)], options.listCache)
            }
            if promptNames.count <= options.pageSize {
                let list = promptNames.compactMap { prompts[$0] }.map { JSONValue.object($0.json(in: revision)) }
                add(.listPrompts, ["prompts": .array(list)], options.listCache)
            }
            if !revision.isLegacy {
                add(.discover, Self.discovery(features, options), options.discoveryCache)
            }
        }
        self.written = written
    }

    /// A connection; `sink` takes what belongs to no request, and on a stream everything.
    public func connect(_ channel: Connection.Channel, caller: Caller, sink: any FrameSink) -> Connection {
        Connection(server: self, channel: channel, caller: caller, sink: sink)
    }

    /// Tells subscriptions and legacy connections of a change.
    public func publish(_ event: ServerEvent) { hub.publish(event) }

    /// Lets nobody hear any more of a resource and of what lies within it, as when the right to it ended; a subscription
    /// that has nothing else to tell ends.
    public func withdraw(_ uri: String) { hub.withdraw(uri) }

    /// Ends the subscriptions of a caller, or all, so that their streams close in order.
    public func endSubscriptions(of caller: Caller? = nil) {
        for subscription in hub.subscriptions {
            guard caller == nil || subscription.exchange.caller.subject == caller?.subject else { continue }
            subscription.end()
        }
    }

    /// The number of open subscriptions and legacy connections.
    public var listenerCount: Int { hub.count }

    func written(_ method: Method, in revision: Revision) -> [UInt8]? {
        written[WrittenKey(method: method, revision: revision)]
    }

    /// The method of a name, if a revision has it and what it is about is offered.
    func method(_ name: String, in revision: Revision) throws(MCPError) -> Method {
        guard let method = Method(rawValue: name), method.exists(in: revision), offers(method) else {
            throw .methodNotFound(name)
        }
        return method
    }

    private func offers(_ method: Method) -> Bool {
        switch method {
        case .listTools, .callTool: !tools.isEmpty
        case .listPrompts, .getPrompt: !prompts.isEmpty
        case .listResources, .listTemplates, .readResource: features.resources != nil
        case .subscribe, .unsubscribe: features.resources?.publishesUpdates ?? false
        case .complete: features.completer != nil
        case .getTask, .updateTask, .cancelTask: features.tasks != nil
        default: true
        }
    }
}

extension SetupError {
    static func duplicate(_ name: String) -> SetupError {
        SetupError(
            code: .duplicateName, message: "Two tools or two prompts are named \"\(name)\"",
            hint: "Give each its own name.")
    }
}
