import JSON

extension MCPServer {
    /// What `server/discover` answers (2026-07-28, server/discover).
    static func discovery(_ features: ServerFeatures, _ options: ServerOptions) -> JSONObject {
        var result: JSONObject = [
            "supportedVersions": .array(options.revisions.map { .string($0.rawValue) }),
            "capabilities": .object(capabilities(features, in: .newest)),
        ]
        result.set("instructions", features.instructions)
        return result
    }

    /// What `initialize` answers (2025-11-25, basic/lifecycle).
    func initialization(in revision: Revision) -> JSONObject {
        var result: JSONObject = [
            "protocolVersion": .string(revision.rawValue),
            "capabilities": .object(Self.capabilities(features, in: revision)),
            "serverInfo": .object(features.info.json(in: revision)),
        ]
        if revision >= .v2025March { result.set("instructions", features.instructions) }
        return result
    }

    private static func capabilities(_ features: ServerFeatures, in revision: Revision) -> JSONObject {
        var object: JSONObject = ["logging": [:]]
        if !features.tools.isEmpty { object["tools"] = ["listChanged": true] }
        if !features.prompts.isEmpty { object["prompts"] = ["listChanged": true] }
        if let resources = features.resources {
            var told: JSONObject = ["subscribe": .bool(resources.publishesUpdates)]
            if resources.publishesLists { told["listChanged"] = true }
            object["resources"] = .object(told)
        }
        if features.completer != nil, revision >= .v2025March { object["completions"] = [:] }
        var extensions = features.extensions
        // The extension is defined for the modern era alone; what 2025-11-25 called tasks is another thing.
        if features.tasks != nil, !revision.isLegacy { extensions[MetaKey.tasksExtension] = [:] }
        object.set("extensions", extensions)
        return object
    }
}
