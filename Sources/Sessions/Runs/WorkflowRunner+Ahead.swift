package import Model
import Store
import Workflows

extension WorkflowRunner {
    /// A text that is being loaded before it is known to be needed, and what it is of.
    typealias Ahead = Task<(started: RunStarted, workflow: Workflow)?, Never>

    /// The same runner, which begins to load the text that the first run of a session began with.
    ///
    /// Whoever resumes a long run has this done while its session is read and its run is taken. A text that is another one by
    /// then is loaded when it is needed.
    package func loadingAhead(for session: SessionID) -> WorkflowRunner {
        var ready = self
        ready.ahead = Task { await loadAhead(for: session) }
        return ready
    }

    @concurrent
    private func loadAhead(for session: SessionID) async -> (started: RunStarted, workflow: Workflow)? {
        guard let started = await firstStart(in: session) else { return nil }
        guard let workflow = try? load(started.text, started.workflow, started.children ?? [:]) else { return nil }
        return (started, workflow)
    }

    /// The workflow that a run has pinned.
    func workflow(of run: RunState) async throws -> Workflow {
        if let (started, workflow) = await ahead?.value,
            Self.isText(of: started, run.text, run.workflow, run.children)
        {
            return workflow
        }
        return try load(run.text, run.workflow, run.children)
    }

    /// By their bytes: texts that Swift calls equal may differ in them, and in what they find.
    private static func isText(
        of started: RunStarted, _ text: String, _ name: String, _ children: [String: String]
    ) -> Bool {
        // At once, and not one by one: a text can be long, and a run that is resumed waits for this.
        func isSame(_ one: String, _ other: String) -> Bool { Array(one.utf8) == Array(other.utf8) }
        let known = started.children ?? [:]
        return isSame(name, started.workflow) && isSame(text, started.text) && children.count == known.count
            && children.allSatisfy { name, text in known[name].map { isSame($0, text) } ?? false }
    }

    /// How the first run began, if that stands among the first entries, as it does where the session was opened for it.
    private func firstStart(in session: SessionID) async -> RunStarted? {
        let beginning = try? await manager.store.entries(of: session, after: 0, limit: 8)
        guard let entry = beginning?.first(where: { $0.kind == RunStarted.kind }), !entry.isImported,
            case .runStarted(let started) = Event(entry)
        else { return nil }
        return started
    }
}
