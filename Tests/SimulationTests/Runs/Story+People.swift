import Model
import Sessions

extension Story {
    /// Somebody answers what is asked; where nobody ever will, its time is waited for.
    func answer() async throws {
        let process = try spawn(isHealthy: true)
        let open = try await process.manager.openWaits()
        var isAnswered = false
        for wait in open {
            guard try await decide(wait, process) else { continue }
            isAnswered = true
            // The others get their answers another time.
            if chance(of: 3) { break }
        }
        guard !isAnswered, let next = open.compactMap(\.wait.request.expires).min() else { return }
        note("expired")
        let rest = Int64(next.nanoseconds(since: SimulatedCalendar(scheduler: scheduler).now))
        try await scheduler.sleep(until: scheduler.now + .nanoseconds(rest) + .seconds(1))
    }

    /// Says what there is to be said to one question; false when that is nothing.
    private func decide(_ open: SessionManager.OpenWait, _ process: Process) async throws -> Bool {
        guard let (decision, answer) = answers.decision(about: open.wait.request) else { return false }
        do {
            try await process.manager.decide(open, decision, answer: answer, by: Process.ada)
            note("\(decision)")
        } catch let error as SessionsError where error.kind == .closed {
            note("late")
        }
        return true
    }

    /// Somebody who answers while the run is still driven.
    func hurry() throws {
        let process = try spawn(isHealthy: true)
        begin(process) { [self] in
            for _ in 0..<6 {
                try await scheduler.sleep(until: scheduler.now + .seconds(3))
                for wait in try await process.manager.openWaits() { _ = try await decide(wait, process) }
            }
            return nil
        }
    }

    /// Somebody who wants the run to end, and does not always wait until it has.
    func cancel(after moment: Duration) throws {
        let process = try spawn(isHealthy: true)
        begin(process) { [self] in
            try await scheduler.sleep(until: moment)
            guard let id = database.sessions.first, let run = sessionState?.runs.last?.id else { return nil }
            note("cancelled")
            let session = try await process.manager.session(id)
            return try await process.runner.cancel(
                run, of: session, reason: "enough", patience: Int(plan.seed / 12 % 3), watch: process.watch
            ).status
        }
    }
}
