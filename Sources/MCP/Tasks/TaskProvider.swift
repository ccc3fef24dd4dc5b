public import JSON

/// Where tasks live (Tasks extension).
///
/// A task that the caller may not see is unknown to it.
public protocol TaskProvider: Sendable {
    /// A task as it stands; nil when it is unknown or expired.
    func task(_ id: String, for caller: Caller) async throws -> TaskSnapshot?

    /// Takes answers to a task's questions; keys that are not waited for are ignored.
    ///
    /// - Returns: false when the task is unknown.
    func update(_ id: String, with responses: JSONObject, for caller: Caller) async throws -> Bool

    /// Asks a task to stop; a finished one stays as it is.
    ///
    /// - Returns: false when the task is unknown.
    func cancel(_ id: String, for caller: Caller) async throws -> Bool
}
