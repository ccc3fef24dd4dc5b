package import JSON
internal import Synchronization

/// Checks each frame of a server against the official schema of the revision that its request was made in.
///
/// Without the development data nothing is checked; `FrameSchemaTests` shows that.
package final class FrameChecker: Sendable {
    private struct State {
        var methods: [JSONValue: (method: String, version: String)] = [:]
        var negotiated: String?
    }

    private let state = Mutex(State())

    package init() {}

    /// Takes note of what a client sent.
    ///
    /// - Parameter header: the revision that an HTTP header named.
    package func sent(_ message: JSONValue, header: String? = nil) {
        if case .array(let messages) = message { return messages.forEach { sent($0, header: header) } }
        // A client names the revision in a header once the handshake has settled it.
        if let header, FrameSchemas.legacy.contains(header) {
            state.withLock { $0.negotiated = $0.negotiated ?? header }
        }
        guard let method = message["method"]?.stringValue, let id = message["id"] else { return }
        let meta = message["params"]?["_meta"]?["io.modelcontextprotocol/protocolVersion"]?.stringValue
        state.withLock { state in
            let version = meta ?? state.negotiated ?? (method == "ping" ? "2025-11-25" : "2026-07-28")
            state.methods[id] = (method, method == "initialize" ? "handshake" : version)
        }
    }

    /// What is wrong with a frame that the server sent, with the frame itself; nothing without the schemas.
    package func complaints(_ frame: JSONValue) -> [String] {
        if case .array(let frames) = frame { return frames.flatMap { complaints($0) } }
        guard FrameSchemas.areThere else { return [] }
        return faults(frame).map { "\($0)\n\(frame.serialized().prefix(2000))" }
    }

    private func faults(_ frame: JSONValue) -> [String] {
        guard negotiatedVersion != "2024-11-05" else { return [] }
        if let method = frame["method"]?.stringValue { return messageFaults(frame, method) }
        guard let id = frame["id"] else {
            return FrameSchemas.complaints(frame, "JSONRPCErrorResponse", "2026-07-28")
        }
        let request = state.withLock { $0.methods[id] }
        guard let (method, stated) = request else {
            // A message that is no request can still have an ID to answer to.
            guard frame["error"] != nil else { return ["An answer to a request that was not made"] }
            return FrameSchemas.complaints(frame, "JSONRPCErrorResponse", "2026-07-28")
        }
        var version = FrameSchemas.versions.contains(stated) || stated == "handshake" ? stated : "2026-07-28"
        if version == "handshake" {
            version = frame["result"]?["protocolVersion"]?.stringValue ?? "2025-11-25"
            if frame["result"] != nil { state.withLock { $0.negotiated = version } }
        }
        guard let result = frame["result"] else {
            return FrameSchemas.complaints(frame, FrameSchemas.errorName(version), version)
        }
        let envelope = version == "2026-07-28" || version == "2025-11-25" ? "JSONRPCResultResponse" : "JSONRPCResponse"
        return FrameSchemas.complaints(frame, envelope, version) + FrameSchemas.complaints(result, method, of: version)
    }

    /// There is no schema of 2024-11-05.
    private var negotiatedVersion: String? { state.withLock { $0.negotiated } }

    private func messageFaults(_ frame: JSONValue, _ method: String) -> [String] {
        let negotiated = state.withLock { $0.negotiated }
        let isSubscribed = frame["params"]?["_meta"]?["io.modelcontextprotocol/subscriptionId"] != nil
        let version = isSubscribed ? "2026-07-28" : negotiated ?? "2026-07-28"
        if method == "notifications/tasks" {
            return FrameSchemas.complaints(frame, "TaskStatusNotification", "ext-tasks-draft")
        }
        let names = [
            "notifications/progress": "ProgressNotification", "notifications/message": "LoggingMessageNotification",
            "notifications/cancelled": "CancelledNotification",
            "notifications/tools/list_changed": "ToolListChangedNotification",
            "notifications/prompts/list_changed": "PromptListChangedNotification",
            "notifications/resources/list_changed": "ResourceListChangedNotification",
            "notifications/resources/updated": "ResourceUpdatedNotification",
            "notifications/subscriptions/acknowledged": "SubscriptionsAcknowledgedNotification",
            "elicitation/create": "ElicitRequest", "sampling/createMessage": "CreateMessageRequest",
            "roots/list": "ListRootsRequest",
        ]
        guard let name = names[method] else { return ["The server sent \(method)"] }
        return FrameSchemas.complaints(frame, name, version)
    }
}
