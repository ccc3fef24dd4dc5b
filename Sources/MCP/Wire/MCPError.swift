public import JSON

/// A JSON-RPC error as the protocol defines them (2026-07-28, basic/index, "Error codes").
///
/// It is what a handler throws to refuse a request as such. A tool that ran and failed throws `ToolFailure` instead.
public struct MCPError: Error, Hashable, Sendable {
    /// What kind of error; the number on the wire can depend on the revision.
    public enum Code: Hashable, Sendable {
        /// -32700: not JSON.
        case parseError
        /// -32600: JSON, but no request.
        case invalidRequest
        /// -32601: unknown method, or one whose capability is not advertised.
        case methodNotFound
        /// -32602: wrong parameters, unknown tool, prompt, cursor or task.
        case invalidParams
        /// -32603: a fault of the server.
        case internalError
        /// -32602, or -32002 in revisions with a handshake.
        case resourceNotFound
        /// -32020: a header is missing or contradicts the body.
        case headerMismatch
        /// -32021: the request does not declare a capability that it needs.
        case missingCapability
        /// -32022: a revision that is not served.
        case unsupportedVersion
        /// Any other number, outside of -32768…-32000 for applications.
        case other(Int)

        /// The number on the wire.
        public func number(in revision: Revision) -> Int {
            switch self {
            case .parseError: -32700
            case .invalidRequest: -32600
            case .methodNotFound: -32601
            case .invalidParams: -32602
            case .internalError: -32603
            case .resourceNotFound: revision.isLegacy ? -32002 : -32602
            case .headerMismatch: -32020
            case .missingCapability: revision.isLegacy ? -32602 : -32021
            case .unsupportedVersion: revision.isLegacy ? -32602 : -32022
            case .other(let number): number
            }
        }
    }

    /// The kind of error.
    public let code: Code
    /// A short sentence for whoever reads the client's log.
    public let message: String
    /// Details in the form that the code prescribes.
    public let data: JSONValue?

    /// An error; `message` reaches the client, so it must not tell internals.
    public init(_ code: Code, _ message: String, data: JSONValue? = nil) {
        self.code = code
        self.message = message
        self.data = data
    }

    /// The error object on the wire.
    public func json(in revision: Revision) -> JSONValue {
        var object: JSONObject = ["code": JSONValue(code.number(in: revision)), "message": .string(message)]
        object["data"] = data
        return .object(object)
    }
}

extension MCPError {
    /// Wrong parameters, with a sentence that says which and what would be right.
    public static func invalidParams(_ message: String) -> MCPError { MCPError(.invalidParams, message) }

    /// A fault of the server, without its internals.
    public static let internalError = MCPError(.internalError, "The server failed to handle the request")

    /// No resource has this URI, or none that the caller may see.
    public static func resourceNotFound(_ uri: String) -> MCPError {
        MCPError(.resourceNotFound, "Resource not found", data: ["uri": .string(uri)])
    }

    /// No method of this name exists in the request's era.
    public static func methodNotFound(_ method: String) -> MCPError {
        MCPError(.methodNotFound, "Method not found: \(method.prefix(128))")
    }

    /// No task has this ID, or none that the caller may see.
    public static func unknownTask() -> MCPError { MCPError(.invalidParams, "Unknown or expired task") }

    /// The request's `clientCapabilities` lack what is needed; `required` has their shape.
    public static func missingCapability(_ required: JSONObject) -> MCPError {
        let names = required.keys.joined(separator: ", ")
        return MCPError(
            .missingCapability, "The request needs a client capability that it does not declare: \(names)",
            data: ["requiredCapabilities": .object(required)])
    }

    /// A revision that is not served (versioning, "Error handling").
    ///
    /// When a legacy revision was asked for within modern `_meta`, only modern ones are named: a client that retried
    /// with the next one of the list would loop.
    public static func unsupportedVersion(requested: String, supported: [Revision]) -> MCPError {
        let isLegacy = Revision(rawValue: requested)?.isLegacy ?? false
        let offered = supported.filter { !isLegacy || !$0.isLegacy }
        return MCPError(
            .unsupportedVersion, "Unsupported protocol version",
            data: [
                "supported": .array(offered.map { .string($0.rawValue) }),
                "requested": .string(String(requested.prefix(64))),
            ])
    }
}
