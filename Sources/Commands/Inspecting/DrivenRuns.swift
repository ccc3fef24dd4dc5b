import Model
import Store

/// Tells a run that a living process drives from one whose process died: the journal says `running` of both.
struct DrivenRuns {
    let store: any SessionStore

    /// Whether somebody drives the run now; nil where the store cannot tell.
    func isDriven(_ run: RunID) async -> Bool? { try? await store.isDriven(run) }

    /// The same for each run of a session that has not ended and waits for nobody.
    func driven(in state: SessionState) async -> [RunID: Bool] {
        var driven: [RunID: Bool] = [:]
        for run in state.runs where run.status == .running { driven[run.id] = await isDriven(run.id) }
        return driven
    }
}
