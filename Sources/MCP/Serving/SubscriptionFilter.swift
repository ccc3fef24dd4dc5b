import JSON

/// What a subscription is to hear of (`SubscriptionFilter`).
struct SubscriptionFilter: Hashable, Sendable {
    var tools = false
    var prompts = false
    var resources = false
    var uris: [String] = []
    var tasks: [String] = []
    /// Whether tasks were named at all, which needs the extension.
    var namesTasks = false

    init() {}

    /// Reads the parameter `notifications`.
    init(_ params: JSONObject, limit: Int) throws(MCPError) {
        guard case .object(let object)? = params["notifications"] else {
            throw .invalidParams("subscriptions/listen needs \"notifications\", an object")
        }
        tools = try Self.flag(object, "toolsListChanged")
        prompts = try Self.flag(object, "promptsListChanged")
        resources = try Self.flag(object, "resourcesListChanged")
        uris = try Self.names(object, "resourceSubscriptions", limit)
        tasks = try Self.names(object, "taskIds", limit)
        namesTasks = object["taskIds"] != nil
    }

    var json: JSONObject {
        var object = JSONObject()
        if tools { object["toolsListChanged"] = true }
        if prompts { object["promptsListChanged"] = true }
        if resources { object["resourcesListChanged"] = true }
        if !uris.isEmpty { object["resourceSubscriptions"] = .array(uris.map { .string($0) }) }
        if namesTasks { object["taskIds"] = .array(tasks.map { .string($0) }) }
        return object
    }

    /// Whether there is nothing to hear of.
    var isEmpty: Bool { !tools && !prompts && !resources && uris.isEmpty && tasks.isEmpty }

    /// Takes a resource out, with what lies beneath it.
    ///
    /// - Returns: What was taken out.
    mutating func withdraw(_ uri: String) -> [String] {
        let gone = uris.filter { ServerEvent.covers(uri, $0) }
        if !gone.isEmpty { uris.removeAll { ServerEvent.covers(uri, $0) } }
        return gone
    }

    func wants(_ event: ServerEvent) -> Bool {
        switch event {
        case .toolsChanged: tools
        case .promptsChanged: prompts
        case .resourcesChanged: resources
        case .resourceUpdated(let uri): uris.contains { ServerEvent.covers($0, uri) }
        case .task(let task): tasks.contains(task.id)
        }
    }

    private static func flag(_ object: JSONObject, _ key: String) throws(MCPError) -> Bool {
        switch object[key] {
        case nil: return false
        case .bool(let flag): return flag
        default: throw .invalidParams("\"\(key)\" must be true or false")
        }
    }

    private static func names(_ object: JSONObject, _ key: String, _ limit: Int) throws(MCPError) -> [String] {
        guard let value = object[key] else { return [] }
        guard case .array(let elements) = value, elements.count <= limit else {
            throw .invalidParams("\"\(key)\" must be an array of at most \(limit) strings")
        }
        var names: [String] = []
        for element in elements {
            guard case .string(let name) = element else { throw .invalidParams("\"\(key)\" must hold strings") }
            names.append(name)
        }
        return names
    }
}
