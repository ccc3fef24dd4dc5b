internal import JSON
internal import Model
internal import Store

extension StoreConformance {
    func listsSessionsWithBodies(_ store: any KeepingStore) async throws {
        var journals = (1...7).map { JournalFixture(session: session($0)) }
        for index in journals.indices {
            _ = try await store.append(journals[index].open())
            guard index != 3 else { continue }
            for turn in 0..<2 {
                let number = UInt64(10 * index + turn + 1)
                let record = JournalFixture.evidence(number, body: Array("body \(number)".utf8))
                _ = try await store.append(journals[index].call(record, number: number))
            }
        }
        _ = try await store.append(journals[5].scrub([2: [.body], 3: [.body]]))
        var (found, cursor): ([SessionSummary], String?) = ([], nil)
        repeat {
            let page = try await store.sessionsWithBodies(limit: 2, cursor: cursor)
            try require(page.sessions.count <= 2, "a page of \(page.sessions.count)")
            found += page.sessions
            cursor = page.nextCursor
        } while cursor != nil
        let expected = journals.enumerated().filter { ![3, 5].contains($0.offset) }.map(\.element.session)
        try requireEqual(found.map(\.id), expected)
        for cursor in ["", "x", "-1", "1.5", "99999999999999999999"] {
            try await requireError(.badCursor) { _ = try await store.sessionsWithBodies(limit: 2, cursor: cursor) }
        }
    }

    func scansEveryJournal(_ store: any KeepingStore) async throws {
        let clock = ManualClock()
        var journals = (1...5).map { JournalFixture(session: session($0), clock: clock) }
        var server = JournalFixture(session: .server, clock: clock)
        var stray: [Entry] = []
        for index in journals.indices {
            _ = try await store.append(journals[index].open())
            let number = UInt64(index + 1)
            _ = try await store.append(journals[index].call(JournalFixture.evidence(number), number: number))
            // What stands in the row of another is found as well.
            let step = StepReference(run: run(), path: "look", attempt: 1)
            let failed = CallFailed(
                call: CallID(from: SeededIdentifierSource(seed: 90 + number)), tool: "look", arguments: [:],
                error: ToolError(.notPermitted, "no"), step: step)
            _ = try await store.append(journals[index].append([.stepStarted(StepStarted(step)), .callFailed(failed)]))
            _ = try await store.append(journals[index].note())
        }
        for _ in 0..<2 { stray.append(server.add(.accessRefused(AccessRefused(subject: "tool")))) }
        _ = try await store.append(
            Append(session: .server, expecting: 0, entries: stray, summary: nil))
        let all = journals.flatMap(\.entries) + stray
        let kinds: Set = [CallFinished.kind, CallFailed.kind, AccessRefused.kind]
        let middle = journals[2].entries[0].time
        let filters = [
            EntryFilter(kinds: kinds), EntryFilter(kinds: [CallFailed.kind]), EntryFilter(kinds: []),
            EntryFilter(kinds: kinds, principal: "local:ada"), EntryFilter(kinds: kinds, principal: "local:bob"),
            EntryFilter(kinds: kinds, since: middle), EntryFilter(kinds: kinds, until: middle),
            EntryFilter(kinds: ["unheard.of"]),
        ]
        for filter in filters {
            var found: [Entry] = []
            try await store.scan(filter) { entries, _ in
                found += entries
                return nil
            }
            let expected = all.filter(filter.admits)
            try requireEqual(found.map(\.place).sorted(), expected.map(\.place).sorted(), "\(filter)")
            try requireEqual(Set(found.map(\.payload)), Set(expected.map(\.payload)), "\(filter)")
            try requireEqual(Set(found.map(\.time)), Set(expected.map(\.time)), "\(filter)")
        }
        // Whoever has seen enough is shown nothing older, in batches as large as the store makes them.
        var batches: [[Entry]] = []
        try await store.scan(EntryFilter(kinds: kinds)) { entries, _ in
            if !entries.isEmpty { batches.append(entries) }
            return entries.isEmpty ? nil : Timestamp(nanoseconds: .max)
        }
        try requireEqual(batches.count, 1, "batches of what is older")
    }
}
