/// The reserved keys of `_meta` (2026-07-28, basic/index, "_meta").
public enum MetaKey {
    /// The revision of a modern request.
    public static let protocolVersion = "io.modelcontextprotocol/protocolVersion"
    /// What the client of a modern request can do.
    public static let clientCapabilities = "io.modelcontextprotocol/clientCapabilities"
    /// Who the client says that it is; for display alone.
    public static let clientInfo = "io.modelcontextprotocol/clientInfo"
    /// The least level of log messages that a modern request wants.
    public static let logLevel = "io.modelcontextprotocol/logLevel"
    /// The listen request that a notification belongs to.
    public static let subscriptionID = "io.modelcontextprotocol/subscriptionId"
    /// Who answers, in every modern result.
    public static let serverInfo = "io.modelcontextprotocol/serverInfo"
    /// The token that progress notifications carry.
    public static let progressToken = "progressToken"
    /// The identifier of the Tasks extension.
    public static let tasksExtension = "io.modelcontextprotocol/tasks"
}
