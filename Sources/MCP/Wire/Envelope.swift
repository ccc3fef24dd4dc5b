public import JSON

/// What one JSON value is as a JSON-RPC message (JSON-RPC 2.0, sections 4 to 6).
public enum Envelope: Hashable, Sendable {
    /// A request, which wants an answer.
    case request(id: RequestID, method: String, params: JSONObject?)
    /// A notification, which is never answered.
    case notification(method: String, params: JSONObject?)
    /// The answer to a request of ours.
    case response(id: RequestID, Response)
    /// Several messages at once, which only 2025-03-26 and older know.
    case batch([JSONValue])
    /// An answer to a request of ours that has not the form of one; it fails whoever waits for it.
    case malformedResponse(id: RequestID, MCPError)
    /// Something else; the ID is there when it could be read.
    case invalid(id: RequestID?, MCPError)

    /// The two forms of an answer.
    public enum Response: Hashable, Sendable {
        /// A result.
        case result(JSONObject)
        /// An error, as it came.
        case error(code: Int, message: String)
    }

    /// Whether something has to be said to it: whatever is neither a notification nor a right answer.
    var wantsAnswer: Bool {
        switch self {
        case .request, .batch, .malformedResponse, .invalid: true
        case .notification, .response: false
        }
    }

    /// Classifies a message by its members, without trying one decoding after another.
    public init(_ value: JSONValue) {
        switch value {
        case .array(let elements):
            self = elements.isEmpty ? .invalid(id: nil, Self.fault("The batch is empty")) : .batch(elements)
        case .object(let members): self = Self.classify(members)
        default: self = .invalid(id: nil, Self.fault("A message must be an object"))
        }
    }

    private static func classify(_ members: JSONObject) -> Envelope {
        let rawID = members["id"]
        let id = RequestID(rawID)
        guard members["jsonrpc"]?.stringValue == "2.0" else {
            let error = fault("The member \"jsonrpc\" must be \"2.0\"")
            guard let id, !members.contains("method"), members.contains("result") || members.contains("error") else {
                return .invalid(id: id, error)
            }
            return .malformedResponse(id: id, error)
        }
        guard let rawMethod = members["method"] else { return response(members, id) }
        guard case .string(let method) = rawMethod else {
            return .invalid(id: id, fault("The member \"method\" must be a string"))
        }
        guard rawID == nil || id != nil else {
            return .invalid(id: nil, fault("The member \"id\" must be a string or an integer"))
        }
        let params: JSONObject?
        switch members["params"] {
        case nil: params = nil
        case .object(let object): params = object
        default:
            guard let id else { return .invalid(id: nil, fault("The member \"params\" must be an object")) }
            return .invalid(id: id, .invalidParams("The member \"params\" must be an object"))
        }
        guard let id else { return .notification(method: method, params: params) }
        return .request(id: id, method: method, params: params)
    }

    private static func response(_ members: JSONObject, _ id: RequestID?) -> Envelope {
        guard members.contains("error") || members.contains("result") else {
            return .invalid(id: id, fault("A message needs the member \"method\", \"result\" or \"error\""))
        }
        guard let id else { return .invalid(id: nil, fault("An answer needs the ID of its request")) }
        if let error = members["error"]?.objectValue {
            let message = error["message"]?.stringValue ?? ""
            return .response(id: id, .error(code: error["code"]?.intValue ?? 0, message: message))
        }
        guard let result = members["result"]?.objectValue else {
            return .malformedResponse(id: id, fault("An answer needs an object as its result or error"))
        }
        return .response(id: id, .result(result))
    }

    private static func fault(_ message: String) -> MCPError { MCPError(.invalidRequest, message) }
}
