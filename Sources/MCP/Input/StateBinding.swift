import JSON

/// What a sealed state is bound to.
public struct StateBinding: Hashable, Sendable {
    /// Who asked.
    public let caller: Caller
    /// What was asked: the method and, as canonical JSON, the parameters that a retry repeats.
    public let request: String

    init(caller: Caller, method: Method, params: JSONObject) {
        self.caller = caller
        let repeated = params.filter { key, _ in
            key == "name" || key == "arguments" || key == "uri"
        }
        request = "\(method.rawValue) \(JSONValue.object(repeated).canonicalText())"
    }
}
