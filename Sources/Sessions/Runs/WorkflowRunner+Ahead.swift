package import Model
import Store
import Workflows

extension WorkflowRunner {
    /// The same runner, which has loaded the text that the first run of a session began with.
    ///
    /// Whoever resumes a long run has this done while its session is read, which takes as long. A text that is another
    /// one by then is loaded when it is needed.
    @concurrent
    package func loadingAhead(for session: SessionID) async -> WorkflowRunner {
        guard let started = await firstStart(in: session) else { return self }
        let children = started.children ?? [:]
        guard let workflow = try? load(started.text, started.workflow, children) else { return self }
        var ready = self
        ready.load = { [load] text, name, itsChildren in
            guard name == started.workflow, text == started.text, itsChildren == children else {
                return try load(text, name, itsChildren)
            }
            return workflow
        }
        return ready
    }

    /// How the run began that the session was opened for; nil where it was opened for something else.
    private func firstStart(in session: SessionID) async -> RunStarted? {
        guard let beginning = try? await manager.store.entries(of: session, after: 0, limit: 3),
            let last = beginning.last, !last.isImported, case .runStarted(let started) = Event(last)
        else { return nil }
        return started
    }
}
