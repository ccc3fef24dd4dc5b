/// What became of a tool's call.
public enum ToolOutcome: Hashable, Sendable {
    /// It answered.
    case complete(CallResult)
    /// It became a task, which is stored already, so that it can be read the moment the client knows its name.
    ///
    /// Only where `RequestContext.supportsTasks`; elsewhere it is a fault of the server.
    case task(TaskSnapshot)
}
