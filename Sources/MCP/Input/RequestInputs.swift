import JSON

/// What a request brings back from earlier rounds.
struct RequestInputs: Sendable {
    var responses = JSONObject()
    var state: String?

    init() {}

    /// Reads a retry's parameters.
    ///
    /// Answers of earlier rounds stand in the sealed state, since clients send the last round's alone.
    init(_ params: JSONObject, binding: StateBinding, keeper: any StateKeeper) async throws {
        if let token = params["requestState"] {
            guard case .string(let token) = token else { throw MCPError.invalidParams("requestState must be a string") }
            try read(await keeper.open(token, for: binding))
        }
        guard let given = params["inputResponses"] else { return }
        guard case .object(let given) = given else {
            throw MCPError.invalidParams("inputResponses must be an object")
        }
        for (key, response) in given { responses[key] = response }
    }

    /// What is to be sealed for the next round; nil when there is nothing.
    func sealed(with state: String?) -> String? {
        guard state != nil || !responses.isEmpty else { return nil }
        var object = JSONObject()
        object.set("state", state)
        object.set("responses", responses)
        return JSONValue.object(object).serialized()
    }

    private mutating func read(_ text: String) throws {
        guard let value = try? JSONValue(parsing: text) else {
            throw MCPError.invalidParams("requestState is not one of this server")
        }
        state = value["state"]?.stringValue
        responses = value["responses"]?.objectValue ?? [:]
    }
}
