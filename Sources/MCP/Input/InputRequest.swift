public import JSON

/// What a server asks a client for in the middle of a request (`InputRequest`; legacy: a request of its own).
public struct InputRequest: Hashable, Sendable {
    /// What is asked.
    public enum Kind: Hashable, Sendable {
        /// Answers to a form: a flat object schema of primitives.
        case form(message: String, schema: JSONObject)
        /// A visit to a URL, for what must not pass through the client.
        case url(message: String, url: String)
        /// An answer of the client's model; deprecated by the protocol. The parameters are passed on.
        case sampling(JSONObject)
        /// The client's folders; deprecated by the protocol.
        case roots
    }

    /// What is asked.
    public let kind: Kind

    /// A request.
    public init(_ kind: Kind) { self.kind = kind }

    /// A form; `properties` are the schemas of its fields.
    public static func form(_ message: String, properties: JSONObject, required: [String] = []) -> InputRequest {
        var schema: JSONObject = ["type": "object", "properties": .object(properties)]
        if !required.isEmpty { schema["required"] = .array(required.map { .string($0) }) }
        return InputRequest(.form(message: message, schema: schema))
    }

    /// The method of the request.
    public var method: String {
        switch kind {
        case .form, .url: "elicitation/create"
        case .sampling: "sampling/createMessage"
        case .roots: "roots/list"
        }
    }

    /// The parameters; `elicitationID` names a visit to a URL in 2025-11-25.
    func params(in revision: Revision, elicitationID: String? = nil) -> JSONObject {
        switch kind {
        case .form(let message, let schema):
            var params: JSONObject = ["message": .string(message), "requestedSchema": .object(schema)]
            if revision >= .v2025November { params["mode"] = "form" }
            return params
        case .url(let message, let url):
            var params: JSONObject = ["mode": "url", "message": .string(message), "url": .string(url)]
            if revision.isLegacy { params.set("elicitationId", elicitationID) }
            return params
        case .sampling(let params): return params
        case .roots: return [:]
        }
    }

    /// The request as a value of `inputRequests`.
    var json: JSONValue {
        ["method": .string(method), "params": .object(params(in: .newest))]
    }

    /// Whether a client's answer has the form that the request demands.
    ///
    /// The content of an accepted form is checked against its schema, whatever the client promised.
    func accepts(_ response: JSONValue) -> Bool {
        guard case .object(let object) = response else { return false }
        switch kind {
        case .form(_, let schema):
            guard let answer = ElicitationAnswer(object) else { return false }
            guard case .accept(let content) = answer else { return true }
            guard let schema = try? JSONSchema(.object(schema)) else { return false }
            return schema.isValid(.object(content))
        case .url: return ElicitationAnswer(object) != nil
        case .sampling: return object["role"]?.stringValue != nil && object["content"] != nil
        case .roots: return object["roots"]?.arrayValue != nil
        }
    }
}
