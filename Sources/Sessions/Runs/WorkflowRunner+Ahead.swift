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
        guard let workflow = try? load(started.text, started.workflow, started.children ?? [:]) else { return self }
        var ready = self
        ready.load = { [load] text, name, children in
            guard Self.isText(of: started, text, name, children) else { return try load(text, name, children) }
            return workflow
        }
        return ready
    }

    /// By their bytes: texts that Swift calls equal may differ in them, and in what they find.
    private static func isText(
        of started: RunStarted, _ text: String, _ name: String, _ children: [String: String]
    ) -> Bool {
        func isSame(_ one: String, _ other: String) -> Bool { one.utf8.elementsEqual(other.utf8) }
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
