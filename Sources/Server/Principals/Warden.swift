import MCP
import Model
import Sessions

/// Looks whether the sessions in which something goes on for a principal are still its own or shared with it, and ends
/// what goes on where they are not.
struct Warden: Sendable {
    let access: SessionAccess
    let presence: Presence
    let keeper: RunKeeper
    let watcher: HeadWatcher
    /// Those of sessions bear their identifiers.
    let tasks: TaskTable
    /// Waits, unless the task is cancelled before.
    let pause: @Sendable (Duration) async throws -> Void
    /// Ends the watching of a resource and of what lies within it.
    let withdraw: @Sendable (_ uri: String) -> Void

    /// The time between two looks.
    private static let interval = Duration.milliseconds(250)

    /// Looks until its task is cancelled.
    func run() async {
        while (try? await pause(Self.interval)) != nil { await look() }
    }

    private func look() async {
        let sessions = await presence.sessions.union(keeper.sessions).union(watcher.sessions)
            .union(tasks.topics.compactMap { SessionID($0) })
        for session in sessions {
            // A look that fails is made again at the next turn.
            guard (try? await access.isOpen(session)) == false else { continue }
            await presence.end(session)
            await keeper.stop(in: session)
            tasks.forget(about: session.rawValue)
            withdraw("casebook://sessions/\(session)")
        }
    }
}
