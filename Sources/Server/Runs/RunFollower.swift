import MCP
import Model
import Sessions
import Store

/// Waits until a run has ended or waits for a person, whoever drives it.
struct RunFollower {
    let desk: Desk

    /// The longest that a request waits, in seconds.
    static let longest = 20

    private static let interval = Duration.milliseconds(100)

    /// The session's state once the run has settled, or when the time is over.
    ///
    /// - Parameters:
    ///   - seconds: nil waits for as long as it takes.
    ///   - awaitsAnswer: whether a run that waits for a person is followed until they have answered.
    ///   - told: how the run stands at each look.
    func follow(
        _ run: RunID, of session: Session, seconds: Int?, awaitsAnswer: Bool = false,
        told: (RunState) -> Void = { _ in }
    ) async throws -> SessionState {
        // By the clock: a look takes time as well.
        let deadline = seconds.map { desk.outside.uptime() + .seconds($0) }
        while true {
            let state = try await session.refresh()
            guard let known = state.run(run) else {
                throw ServerError(.notFound, "there is no run \(run) in this session", hint: "get_session lists them")
            }
            switch known.status {
            case .succeeded, .failed, .cancelled: return state
            case .waiting:
                let isAnswered = state.hasAnswer(for: run, at: desk.manager.clock.now)
                if isAnswered || !awaitsAnswer { return state }
            case .running:
                // When nobody drives it nothing will happen.
                if try await !desk.manager.store.isDriven(run) { return try await session.refresh() }
            }
            told(known)
            guard let deadline else {
                try await desk.outside.pause(Self.interval)
                continue
            }
            let left = deadline - desk.outside.uptime()
            guard left > .zero else { return state }
            try await desk.outside.pause(min(Self.interval, left))
        }
    }
}
