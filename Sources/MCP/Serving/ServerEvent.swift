import JSON

/// A change that clients may want to know of (2026-07-28, basic/patterns/subscriptions).
public enum ServerEvent: Hashable, Sendable {
    /// The list of tools is another.
    case toolsChanged
    /// The list of prompts is another.
    case promptsChanged
    /// The list of resources is another.
    case resourcesChanged
    /// A resource has another content. It also tells those who watch a URI that this one lies within.
    case resourceUpdated(String)
    /// A task is in another state.
    case task(TaskSnapshot)

    /// Whether who watches one URI is to hear of another.
    static func covers(_ watched: String, _ uri: String) -> Bool {
        uri == watched
            || (uri.hasPrefix(watched) && (watched.hasSuffix("/") || uri.dropFirst(watched.count).hasPrefix("/")))
    }

    /// The notification, for a subscription or for a legacy connection.
    func frame(for subscription: RequestID?) -> Frame {
        var params = JSONObject()
        let method: String
        switch self {
        case .toolsChanged: method = "notifications/tools/list_changed"
        case .promptsChanged: method = "notifications/prompts/list_changed"
        case .resourcesChanged: method = "notifications/resources/list_changed"
        case .resourceUpdated(let uri):
            method = "notifications/resources/updated"
            params["uri"] = .string(uri)
        case .task(let task):
            method = "notifications/tasks"
            params = task.details { $0.json(in: .newest).merging(["resultType": "complete"]) }
        }
        if let subscription { params["_meta"] = .object([MetaKey.subscriptionID: subscription.json]) }
        return .notification(method, params)
    }
}

extension JSONObject {
    /// The members with others, which win.
    func merging(_ others: JSONObject) -> JSONObject {
        var copy = self
        for (key, value) in others { copy[key] = value }
        return copy
    }
}
