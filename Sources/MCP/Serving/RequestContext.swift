public import JSON

/// What a handler knows of its request, and can do besides answering it.
public struct RequestContext: Sendable {
    let exchange: Exchange
    let inputs: RequestInputs

    /// The request's ID.
    public var id: RequestID { exchange.id }

    /// The method.
    public var method: Method { exchange.method }

    /// Who asks.
    public var caller: Caller { exchange.caller }

    /// What is known of the client.
    public var client: ClientProfile { exchange.profile }

    /// Whether the call may be answered by a task.
    public var supportsTasks: Bool {
        !client.revision.isLegacy && client.capabilities.supportsTasks
            && exchange.connection.server.features.tasks != nil
    }

    /// Whether the request was cancelled; its task is cancelled as well.
    public var isCancelled: Bool { exchange.isCancelled }

    /// Tells how far the request is, where the client asked for it (2026-07-28, basic/patterns/progress).
    ///
    /// Values must rise; others are left out. Too frequent ones are left out too, except for the last.
    public func report(progress: Double, total: Double? = nil, message: String? = nil) {
        exchange.report(progress: progress, total: total, message: message)
    }

    /// Sends a log message, where the client asked for its level.
    public func log(_ level: LogLevel, _ data: JSONValue, logger: String? = nil) {
        exchange.log(level, data, logger: logger)
    }

    /// The state that the handler gave with its `InputRequired`; nil in the first round.
    public var state: String? { inputs.state }

    /// What the client answered under a key, unchecked; nil when it did not.
    public func response(_ key: String) -> JSONValue? { inputs.responses[key] }

    /// The answers to requests for input, all of the right form.
    ///
    /// - Throws: `InputRequired` for those that are not there yet, `MCPError.missingCapability(_:)` when the client
    ///   cannot be asked.
    public func ask(_ requests: [String: InputRequest], state: String? = nil) throws -> [String: JSONValue] {
        var answers: [String: JSONValue] = [:]
        var missing: [String: InputRequest] = [:]
        for (key, request) in requests {
            if let response = inputs.responses[key], request.accepts(response) {
                answers[key] = response
            } else {
                missing[key] = request
            }
        }
        guard missing.isEmpty else { throw InputRequired(missing, state: state ?? self.state) }
        return answers
    }

    /// A person's answer to a form or URL.
    ///
    /// - Throws: As `ask(_:state:)`.
    public func elicit(_ key: String, _ request: InputRequest) throws -> ElicitationAnswer {
        let answers = try ask([key: request])
        guard let object = answers[key]?.objectValue, let answer = ElicitationAnswer(object) else {
            throw InputRequired([key: request], state: state)
        }
        return answer
    }

    /// Refuses the request unless the client declares a capability, given in the form of `ClientCapabilities`.
    public func require(_ isThere: Bool, _ capability: JSONObject) throws(MCPError) {
        guard isThere else { throw .missingCapability(capability) }
    }
}
