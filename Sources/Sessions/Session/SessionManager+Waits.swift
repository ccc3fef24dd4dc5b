package import JSON
package import Model
import Store

extension SessionManager {
    /// A question to a person, and the session that it stands in.
    package struct OpenWait: Sendable {
        package let session: Session
        package let title: String
        package let wait: WaitState

        package init(session: Session, title: String, wait: WaitState) {
            self.session = session
            self.title = title
            self.wait = wait
        }
    }

    /// Every question that nobody has answered, in the sessions that wait, the newest updated first.
    package func openWaits() async throws -> [OpenWait] {
        var waits: [OpenWait] = []
        var cursor: String?
        repeat {
            let page = try await store.sessions(in: [.waiting, .running], limit: 200, cursor: cursor)
            for summary in page.sessions {
                let session = try await session(summary.id)
                let state = await session.state
                let now = clock.now
                waits += state.waits.filter { $0.isOpen(at: now) }
                    .map { OpenWait(session: session, title: state.title, wait: $0) }
            }
            cursor = page.nextCursor
        } while cursor != nil
        return waits
    }

    /// The unanswered question of that name, or a unique beginning of one.
    /// - Throws: `SessionsError`: `notFound`, or `ambiguous`.
    package func openWait(_ name: String) async throws -> OpenWait {
        let prefix = name.hasPrefix("ask_") ? name : "ask_" + name
        let fitting = try await openWaits().filter { $0.wait.request.id.rawValue.hasPrefix(prefix) }
        guard let first = fitting.first else {
            throw SessionsError(
                .notFound, "nothing waits under the name `\(name)`", hint: "`casebook approvals` shows what waits")
        }
        guard fitting.count == 1 else {
            throw SessionsError(.ambiguous, "`\(name)` fits several questions", hint: "give more characters")
        }
        return first
    }

    /// Answers a question; the first answer in the journal counts, and it is used up by it.
    /// - Parameter isBearer: Whether the author is known by a token, which decides on nothing that it asked for itself.
    /// - Throws: `SessionsError`: `closed` when somebody was first or its time is over, or `notPermitted`.
    package func decide(
        _ open: OpenWait, _ decision: WaitDecided.Decision, answer: JSONValue? = nil, reason: String? = nil,
        by author: Principal, isBearer: Bool = false
    ) async throws {
        let now = clock.now
        let id = open.wait.request.id
        try await open.session.append { state in
            guard let wait = state.waits.last(where: { $0.request.id == id }), wait.isOpen(at: now) else {
                throw SessionsError(
                    .closed, "\(id) is decided already, or its time is over",
                    hint: "`casebook sessions show \(state.id)` tells by whom")
            }
            guard !isBearer || !state.askers(of: wait).contains(author.name) else {
                throw SessionsError(
                    .notPermitted, "nobody decides on what they asked for themselves", hint: "somebody else has to")
            }
            let decided = WaitDecided(id: id, decision: decision, answer: answer, reason: reason, author: author)
            return Batch([EntryDraft(.waitDecided(decided), principal: author.name, time: now)])
        }
    }
}
