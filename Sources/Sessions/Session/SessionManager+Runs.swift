package import Model
import Store

extension SessionManager {
    /// A run and the session that it belongs to.
    package struct FoundRun: Sendable {
        package let session: Session
        package let run: RunID
    }

    /// The unfinished run of that name, or a unique beginning of one; the newest sessions are looked at first.
    /// - Throws: `SessionsError`: `notFound`, or `ambiguous`.
    package func openRun(_ name: String) async throws -> FoundRun {
        let prefix = name.hasPrefix("run_") ? name : "run_" + name
        var fitting: [FoundRun] = []
        var cursor: String?
        repeat {
            let page = try await store.sessions(in: [.waiting, .running], limit: 200, cursor: cursor)
            for summary in page.sessions {
                let session = try await session(summary.id)
                fitting += await session.state.runs
                    .filter { !$0.status.isFinal && $0.id.rawValue.hasPrefix(prefix) }
                    .map { FoundRun(session: session, run: $0.id) }
            }
            cursor = page.nextCursor
        } while cursor != nil
        guard let first = fitting.first else {
            throw SessionsError(
                .notFound, "there is no unfinished run `\(name)`",
                hint: "`casebook sessions list` shows the sessions that have one")
        }
        guard fitting.count == 1 else {
            throw SessionsError(.ambiguous, "`\(name)` fits several runs", hint: "give more characters")
        }
        return first
    }
}
