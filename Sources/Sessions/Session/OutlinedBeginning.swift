import Model

/// What a session was begun with that was not read from its journal.
struct OutlinedBeginning: Sendable {
    let outline: JournalOutline
    /// Those that the outline does not tell of, and the one at its end.
    let entries: [Entry]

    /// The state at its end, put together anew each time: whoever kept it would have the session's next change copy it.
    @concurrent
    func state() async -> SessionState? { outline.state(with: entries) }
}
