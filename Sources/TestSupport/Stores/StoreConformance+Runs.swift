internal import JSON
internal import Model
internal import Store

extension StoreConformance {
    func leasesToOneDriver(_ store: any SessionStore) async throws {
        let first = try await store.lease(run())
        try require(first != nil, "a free run can be taken")
        try require(try await store.lease(run()) == nil, "a driven run cannot be taken")
        try require(try await store.isDriven(run()), "a leased run is driven")
        try require(!(try await store.isDriven(run(2))), "a free run is not driven")
        let other = try await store.lease(run(2))
        try require(other != nil, "another run is free")
        await first?.release()
        await first?.release()
        try require(!(try await store.isDriven(run())), "a released run is not driven")
        let second = try await store.lease(run())
        try requireEqual(second?.run, run(), "a released run can be taken")
        await first?.release()
        try require(try await store.lease(run()) == nil, "an old release does not free a new lease")
        await second?.release()
        await other?.release()
        let winners = try await withThrowingTaskGroup(of: Bool.self) { group in
            let run = run(3)
            for _ in 0..<16 { group.addTask { try await store.lease(run) != nil } }
            var winners = 0
            for try await won in group where won { winners += 1 }
            return winners
        }
        try require(winners >= 1, "somebody takes the run")
    }

    func takesRunsOver(_ store: any SessionStore) async throws {
        var journal = JournalFixture(session: session())
        _ = try await store.append(journal.open())
        guard let first = try await store.lease(run()) else { throw TestFailure("the run is free") }
        let note = Event.unknown(kind: "step.finished", payload: 1)
        let old = Fence(run: run(), token: first.token)
        try requireEqual(try await store.append(journal.append([note], fence: old)), .appended)
        let second = try await store.takeOver(run())
        try require(second.token > first.token, "\(second.token) is not above \(first.token)")
        try require(try await store.isDriven(run()), "a run that was taken over is driven")
        try require(try await store.lease(run()) == nil, "a run that was taken over is not free")
        var late = journal
        let refused = late.append([note], fence: old)
        try await requireError(.fenced) { _ = try await store.append(refused) }
        // What the first driver gives up is no longer its own.
        await first.release()
        try require(try await store.isDriven(run()), "the release of a lost run does not free it")
        try require(try await store.lease(run()) == nil, "the release of a lost run does not free it")
        let current = Fence(run: run(), token: second.token)
        try requireEqual(try await store.append(journal.append([note], fence: current)), .appended)
        await second.release()
        try require(!(try await store.isDriven(run())), "a released run is not driven")
        let free = try await store.takeOver(run(2))
        try requireEqual(free.run, run(2), "a free run can be taken over")
        await free.release()
    }

    func takesARunOverOneByOne(_ store: any SessionStore) async throws {
        let run = run()
        let leases = try await withThrowingTaskGroup(of: (any RunLease).self) { group in
            for _ in 0..<16 { group.addTask { try await store.takeOver(run) } }
            var leases: [any RunLease] = []
            for try await lease in group { leases.append(lease) }
            return leases
        }.sorted { $0.token < $1.token }
        try requireEqual(Set(leases.map(\.token)).count, 16, "tokens of takers")
        // Only the last of them drives: whatever the others give up, it keeps the run.
        for lease in leases.dropLast() { await lease.release() }
        try require(try await store.isDriven(run), "the last taker drives the run")
        await leases.last?.release()
        try require(!(try await store.isDriven(run)), "a released run is not driven")
    }

    func raisesTokens(_ store: any SessionStore) async throws {
        var last = 0
        for _ in 0..<5 {
            guard let lease = try await store.lease(run()) else { throw TestFailure("the run is free") }
            try require(lease.token > last, "\(lease.token) is not above \(last)")
            last = lease.token
            await lease.release()
        }
    }

    func fences(_ store: any SessionStore) async throws {
        var journal = JournalFixture(session: session())
        _ = try await store.append(journal.open())
        guard let lease = try await store.lease(run()) else { throw TestFailure("the run is free") }
        let note = Event.unknown(kind: "step.finished", payload: 1)
        let fence = Fence(run: run(), token: lease.token)
        try requireEqual(try await store.append(journal.append([note], fence: fence)), .appended)
        await lease.release()
        guard let taken = try await store.lease(run()) else { throw TestFailure("the run is free") }
        var late = journal
        let refused = late.append([note], fence: fence)
        try await requireError(.fenced) { _ = try await store.append(refused) }
        try requireEqual(try await store.head(of: journal.session), journal.head)
        let current = Fence(run: run(), token: taken.token)
        try requireEqual(try await store.append(journal.append([note], fence: current)), .appended)
        // Who is behind is told so first: reading on shows that the run was taken.
        try requireEqual(try await store.append(refused), .behind(sequence: 3))
        await taken.release()
    }

    func keepsRedactionKeys(_ store: any SessionStore) async throws {
        let first = try await store.redactionKey(of: session())
        try requireEqual(first.count, 32)
        try requireEqual(try await store.redactionKey(of: session()), first)
        try require(try await store.redactionKey(of: session(2)) != first, "another session has another key")
        let keys = try await withThrowingTaskGroup(of: [UInt8].self) { group in
            let session = session(3)
            for _ in 0..<8 { group.addTask { try await store.redactionKey(of: session) } }
            var keys: Set<[UInt8]> = []
            for try await key in group { keys.insert(key) }
            return keys
        }
        try requireEqual(keys.count, 1, "keys of one session")
    }

    func refusesAfterClosing(_ store: any SessionStore) async throws {
        var journal = JournalFixture(session: session())
        let open = journal.open()
        _ = try await store.append(open)
        try await store.close()
        try await store.close()
        let note = journal.note()
        try await requireError(.closed) { _ = try await store.append(note) }
        try await requireError(.closed) { _ = try await store.head(of: session()) }
        try await requireError(.closed) { _ = try await store.entries(of: session(), after: 0, limit: 1) }
        try await requireError(.closed) { _ = try await store.sessions(limit: 1, cursor: nil) }
        try await requireError(.closed) { _ = try await store.sessions(withPrefix: "s", limit: 1) }
        try await requireError(.closed) { _ = try await store.evidence(in: session(), at: 1) }
        try await requireError(.closed) { _ = try await store.blob(.zero, range: 0..<1) }
        try await requireError(.closed) { _ = try await store.newestEvidence(in: session(), key: .zero) }
        try await requireError(.closed) { _ = try await store.forks(of: session()) }
        try await requireError(.closed) { _ = try await store.lease(run()) }
        try await requireError(.closed) { _ = try await store.redactionKey(of: session()) }
    }
}
