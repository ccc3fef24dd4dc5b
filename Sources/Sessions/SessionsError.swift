import Model

/// Why a session could not do what was asked.
package struct SessionsError: CodedError {
    package enum Code: String, Sendable {
        /// No session has that name.
        case notFound
        /// A prefix fits several sessions.
        case ambiguous
        /// The session is closed.
        case closed
        /// The run has ended.
        case ended
        /// A living process drives the run.
        case driven
        /// The input is not acceptable.
        case validation
        /// What is needed was removed, and an entry tells of it.
        case removed
        /// A run came with a case file and no local person has accepted its workflow.
        case notAccepted
        /// The session went on differently here than in a case file.
        case conflict
        /// The principal may not do it.
        case notPermitted
        /// As much is kept for the principal as may be.
        case limit
        /// The journal does not hold what it should.
        case corrupt
    }

    package let kind: Code
    package let message: String
    package let hint: String?

    package init(_ kind: Code, _ message: String, hint: String? = nil) {
        self.kind = kind
        self.message = message
        self.hint = hint
    }

    package var code: String { kind.rawValue }
}

extension SessionsError {
    /// There is no such session, or none that whoever asks may know of.
    package static func unknown(_ name: String) -> SessionsError {
        SessionsError(.notFound, "no session `\(name)`", hint: "`casebook sessions list` shows them")
    }

    /// Somebody deleted the session while it was in use.
    static func deleted(_ session: SessionID) -> SessionsError {
        SessionsError(
            .notFound, "session \(session) was deleted", hint: "`casebook sessions list` shows those there are")
    }

    /// Nothing is added any more to a session that is closed.
    static func closed(_ session: SessionID) -> SessionsError {
        SessionsError(
            .closed, "session \(session) is closed",
            hint: "`casebook sessions fork \(session)` goes on from it in a new one")
    }

    /// A living process drives a run of the session that is to be changed behind its back.
    static func driven(_ run: RunID) -> SessionsError {
        SessionsError(
            .driven, "\(run) of this session is driven by a process", hint: "`casebook cancel \(run)` ends it")
    }

    /// The evidence of a finished step is gone, and nothing can stand for it.
    static func removed(_ what: String, by tombstone: Int) -> SessionsError {
        SessionsError(
            .removed, "\(what) was removed from this session, as its entry \(tombstone) says",
            hint: "`casebook rerun --from STEP` makes that step, and what needs it, anew")
    }
}
