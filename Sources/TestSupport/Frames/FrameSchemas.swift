package import JSON
internal import Synchronization

/// The official schemas, compiled when they are first wanted.
package enum FrameSchemas {
    package static let versions = ["2025-03-26", "2025-06-18", "2025-11-25", "2026-07-28", "ext-tasks-draft"]
    static let legacy = versions.prefix(3)
    package static let areThere = versions.allSatisfy { SharedData.exists("mcp-schemas/\($0)/schema.json") }

    private static let compiled = Mutex<[String: JSONSchema]>([:])

    /// What is wrong with a value, by the definition of a name.
    package static func complaints(_ value: JSONValue, _ name: String, _ version: String) -> [String] {
        guard version != "2024-11-05" else { return [] }
        do {
            return try schema(name, version).validate(value).map { "\(version) \(name): \($0.description)" }
        } catch {
            return ["\(version) \(name): \(error)"]
        }
    }

    /// What is wrong with the result of a method.
    package static func complaints(_ result: JSONValue, _ method: String, of version: String) -> [String] {
        let names = [
            "initialize": "InitializeResult", "ping": "EmptyResult", "server/discover": "DiscoverResult",
            "tools/list": "ListToolsResult", "tools/call": "CallToolResult", "resources/list": "ListResourcesResult",
            "resources/templates/list": "ListResourceTemplatesResult", "resources/read": "ReadResourceResult",
            "resources/subscribe": "EmptyResult", "resources/unsubscribe": "EmptyResult",
            "prompts/list": "ListPromptsResult", "prompts/get": "GetPromptResult",
            "completion/complete": "CompleteResult", "logging/setLevel": "EmptyResult",
            "subscriptions/listen": "SubscriptionsListenResult",
        ]
        let tasks = [
            "tasks/get": "GetTaskResult", "tasks/update": "UpdateTaskResult", "tasks/cancel": "CancelTaskResult",
        ]
        if let name = tasks[method] { return complaints(result, name, "ext-tasks-draft") }
        guard let name = names[method] else { return ["A result of \(method)"] }
        switch result["resultType"]?.stringValue {
        case "input_required": return complaints(result, "InputRequiredResult", version)
        case "task": return complaints(result, "CreateTaskResult", "ext-tasks-draft")
        default: return complaints(result, name, version)
        }
    }

    static func errorName(_ version: String) -> String {
        version == "2026-07-28" || version == "2025-11-25" ? "JSONRPCErrorResponse" : "JSONRPCError"
    }

    private static func schema(_ name: String, _ version: String) throws -> JSONSchema {
        let key = "\(version)#\(name)"
        if let known = compiled.withLock({ $0[key] }) { return known }
        guard var document = try SharedData.json("mcp-schemas/\(version)/schema.json").objectValue else {
            throw MissingDefinition(name: key)
        }
        let root = document.contains("$defs") ? "$defs" : "definitions"
        guard var definitions = document[root]?.objectValue, definitions.contains(name) else {
            throw MissingDefinition(name: key)
        }
        // The generator of these two says integer where the specification says number.
        if var number = definitions["NumberSchema"]?.objectValue, var members = number["properties"]?.objectValue {
            for key in ["minimum", "maximum", "default"] where members.contains(key) {
                members[key] = ["type": "number"]
            }
            number["properties"] = .object(members)
            definitions["NumberSchema"] = .object(number)
        }
        document[root] = .object(definitions)
        // Draft 7 differs from 2020-12 in nothing that these documents use.
        document["$schema"] = nil
        document["$ref"] = .string("#/\(root)/\(name)")
        let schema = try JSONSchema(.object(document))
        compiled.withLock { $0[key] = schema }
        return schema
    }

    private struct MissingDefinition: Error {
        let name: String
    }
}
