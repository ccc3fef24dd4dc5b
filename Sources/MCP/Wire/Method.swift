/// The requests that a client can make, over all revisions.
public enum Method: String, Hashable, Sendable, CaseIterable {
    /// Opens a legacy connection.
    case initialize
    /// Asks whether the server is there; legacy alone.
    case ping
    /// Asks what the server can do; modern alone.
    case discover = "server/discover"
    /// Lists tools.
    case listTools = "tools/list"
    /// Calls a tool.
    case callTool = "tools/call"
    /// Lists resources.
    case listResources = "resources/list"
    /// Lists templates of resources.
    case listTemplates = "resources/templates/list"
    /// Reads a resource.
    case readResource = "resources/read"
    /// Watches a resource; legacy alone.
    case subscribe = "resources/subscribe"
    /// Stops watching a resource; legacy alone.
    case unsubscribe = "resources/unsubscribe"
    /// Lists prompts.
    case listPrompts = "prompts/list"
    /// Fills in a prompt.
    case getPrompt = "prompts/get"
    /// Proposes values of an argument.
    case complete = "completion/complete"
    /// Sets the least level of log messages; legacy alone.
    case setLogLevel = "logging/setLevel"
    /// Opens a stream of change notifications; modern alone.
    case listen = "subscriptions/listen"
    /// Reads a task; the Tasks extension.
    case getTask = "tasks/get"
    /// Answers a task's questions; the Tasks extension.
    case updateTask = "tasks/update"
    /// Cancels a task; the Tasks extension.
    case cancelTask = "tasks/cancel"

    /// Whether the method exists in a revision.
    public func exists(in revision: Revision) -> Bool {
        switch self {
        case .initialize, .ping, .setLogLevel, .subscribe, .unsubscribe: revision.isLegacy
        case .discover, .listen, .getTask, .updateTask, .cancelTask: !revision.isLegacy
        case .complete: revision >= .v2025March
        default: true
        }
    }

    /// Whether a modern answer may be `input_required` (2026-07-28, basic/patterns/mrtr).
    public var mayAskForInput: Bool {
        switch self {
        case .callTool, .getPrompt, .readResource: true
        default: false
        }
    }

    /// The parameter that the `Mcp-Name` header mirrors (streamable-http, "Standard headers"; Tasks extension).
    public var nameParameter: String? {
        switch self {
        case .callTool, .getPrompt: "name"
        case .readResource: "uri"
        case .getTask, .updateTask, .cancelTask: "taskId"
        default: nil
        }
    }

    /// Whether that header may be missing: for tasks the extension alone asks for it, and clients such as fastmcp-tasks do
    /// not send it.
    public var mayLackName: Bool { nameParameter == "taskId" }
}
