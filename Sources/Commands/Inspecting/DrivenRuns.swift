import Model
import Store

/// Tells a run that a living process drives from one whose process died: the journal says `running` of both.
struct DrivenRuns {
    let store: any SessionStore

    /// Whether somebody drives the run now; nil where the store cannot tell, such as for a copy that cannot be written.
    func isDriven(_ run: RunID) async -> Bool? {
        do {
            // Free for a moment, so that nobody held it.
            guard let lease = try await store.lease(run) else { return true }
            await lease.release()
            return false
        } catch {
            return nil
        }
    }

    /// The same for each run of a session that has not ended and waits for nobody.
    func driven(in state: SessionState) async -> [RunID: Bool] {
        var driven: [RunID: Bool] = [:]
        for run in state.runs where run.status == .running { driven[run.id] = await isDriven(run.id) }
        return driven
    }
}
