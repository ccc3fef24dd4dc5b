internal import JSON
internal import Model
internal import Store

extension StoreConformance {
    func searchesTexts(_ store: any SessionStore) async throws {
        var journal = JournalFixture(session: session())
        var other = JournalFixture(session: session(2))
        let author = Principal(name: "local:ada", kind: .person)
        _ = try await store.append(journal.open(title: "Checkout is slow"))
        _ = try await store.append(journal.note("The pool was exhausted at 14:05"))
        let record = JournalFixture.evidence(1, summary: "12 lines say: pool exhausted")
        _ = try await store.append(journal.call(record, number: 1))
        let finding = Finding(
            id: FindingID(from: SeededIdentifierSource()), statement: "The connection pool is too small",
            severity: .high, confidence: 1, author: author, citations: [], verdict: .uncited, step: nil)
        _ = try await store.append(journal.append([.findingRecorded(FindingRecorded(finding))]))
        _ = try await store.append(other.open(title: "The pool of the bar is empty"))
        _ = try await store.append(journal.append([.sessionEdited(SessionEdited(title: "Élan: the pool"))]))
        let page = try await store.search("POOL", limit: 10, cursor: nil)
        try requireEqual(page.nextCursor, nil)
        try requireEqual(page.hits.map(\.session), [session(2), session(), session(), session(), session()])
        try requireEqual(page.hits.map(\.sequence), [1, 5, 4, 3, 2])
        try requireEqual(page.hits.map(\.place), [.title, .title, .finding, .evidence, .note])
        try requireEqual(
            page.hits.map(\.time), [other.entries[0].time] + journal.entries.dropFirst().reversed().map(\.time))
        try requireEqual(Set(page.hits.dropFirst().map(\.title)), ["Élan: the pool"])
        try requireEqual(page.hits.last?.snippet, "The pool was exhausted at 14:05")
        try requireEqual(try await store.search("exhausted pool", limit: 9, cursor: nil).hits.map(\.sequence), [3, 2])
        try requireEqual(try await store.search("élan", limit: 9, cursor: nil).hits.map(\.sequence), [5])
        try requireEqual(try await store.search("exhausted bar", limit: 9, cursor: nil).hits, [])
        _ = try await store.append(journal.append([.sessionClosed(SessionClosed(outcome: "Doubled its size"))]))
        try requireEqual(try await store.search("doubled", limit: 9, cursor: nil).hits.map(\.place), [.note])
        let long = String(repeating: "many words ", count: 500) + "needle" + String(repeating: " and more", count: 500)
        _ = try await store.append(other.note(long))
        let snippet = try await store.search("needle", limit: 9, cursor: nil).hits.first?.snippet ?? ""
        try require(snippet.contains("needle") && snippet.count < 200, "\(snippet)")
        try require(snippet.hasPrefix("…") && snippet.hasSuffix("…"), "\(snippet)")
    }

    func takesTextAsWords(_ store: any SessionStore) async throws {
        var journal = JournalFixture(session: session())
        _ = try await store.append(journal.open(title: "Nothing"))
        _ = try await store.append(journal.note("near or not and: checkout-api v2.1 \"quoted\" — жук, 障害 x\0y"))
        let fitting = [
            "checkout-api", "CHECKOUT API", "\"quoted\"", "not OR near", "NEAR(near not)", "v2.1", "check*",
            "checkout-ap* ", "Жук", "障害", "x", "y*", "-or", "(and)", "^near",
        ]
        for text in fitting {
            try requireEqual(try await store.search(text, limit: 9, cursor: nil).hits.map(\.sequence), [2], text)
        }
        for text in ["check", "apis", "checkout*apis", "title:near", "near -or missing", "heckout*", "*missing"] {
            try requireEqual(try await store.search(text, limit: 9, cursor: nil).hits, [], text)
        }
        let tooMuch = (0...16).map { "w\($0)" }.joined(separator: " ")
        for text in ["", "  ", "*", "\"", "—", "\0", tooMuch, String(repeating: "x", count: 2000)] {
            try await requireError(.badSearch) { _ = try await store.search(text, limit: 9, cursor: nil) }
        }
        for cursor in ["", "x", "-1", "0", "007", "1.\(session())"] {
            try await requireError(.badCursor) { _ = try await store.search("near", limit: 9, cursor: cursor) }
        }
        let none = try await store.search("near", limit: 0, cursor: nil)
        try require(none.hits.isEmpty && none.nextCursor == nil, "an empty page has no successor")
    }

    func searchesInPages(_ store: any SessionStore) async throws {
        var journals = [1, 2, 3].map { JournalFixture(session: session($0)) }
        for index in journals.indices { _ = try await store.append(journals[index].open(title: "word")) }
        for turn in 0..<3 {
            for index in journals.indices { _ = try await store.append(journals[index].note("a word \(turn)")) }
        }
        var found: [SearchHit] = []
        var cursor: String?
        repeat {
            let page = try await store.search("word", limit: 5, cursor: cursor)
            found += page.hits
            cursor = page.nextCursor
        } while cursor != nil && found.count < 20
        try requireEqual(found.map(\.session), [3, 2, 1].flatMap { Array(repeating: session($0), count: 4) })
        try requireEqual(found.map(\.sequence), [4, 3, 2, 1, 4, 3, 2, 1, 4, 3, 2, 1])
        try requireEqual(try await store.search("word", limit: .max, cursor: nil).hits, found)
    }

    func searchesStepsAtOnce(_ store: any SessionStore) async throws {
        var journal = JournalFixture(session: session())
        var other = JournalFixture(session: session(2))
        _ = try await store.append(journal.open())
        _ = try await store.append(other.open())
        guard let lease = try await store.lease(run()) else { throw TestFailure("the run is free") }
        let fence = Fence(run: run(), token: lease.token)
        // More than any store may gather before it brings an index up to date.
        for number in 1...600 {
            let record = JournalFixture.evidence(UInt64(number), summary: "step number n\(number)")
            _ = try await store.append(journal.call(record, number: UInt64(number), fence: fence))
            guard number % 50 == 1 || number > 590 else { continue }
            for wanted in [1, number] {
                let found = try await store.search("n\(wanted) step", limit: 9, cursor: nil).hits.map(\.sequence)
                try requireEqual(found, [wanted + 1], "after \(number)")
            }
        }
        try requireEqual(try await store.search("step number", limit: 1000, cursor: nil).hits.count, 600)
        _ = try await store.append(other.note("a step of another number"))
        let hits = try await store.search("step number", limit: 1000, cursor: nil).hits
        try requireEqual(hits.count, 601)
        try requireEqual(hits.map(\.sequence), [2] + (2...601).reversed())
        await lease.release()
    }

    func listsByLabel(_ store: any SessionStore) async throws {
        let clock = ManualClock()
        var journals = (1...6).map { JournalFixture(session: session($0), clock: clock) }
        for index in journals.indices {
            _ = try await store.append(journals[index].open())
            let labels = index.isMultiple(of: 2) ? ["team": "payments", "n": "\(index)"] : ["team": "search"]
            let edit = SessionEdited(labels: labels, pinned: index == 0 ? true : nil)
            _ = try await store.append(journals[index].append([.sessionEdited(edit)]))
        }
        let all = try await store.sessions(limit: 9, cursor: nil).sessions
        try requireEqual(all, journals.reversed().map(\.state.summary))
        try requireEqual(all.filter(\.pinned).map(\.id), [session(1)])
        let list = { (labels: [String: String], limit: Int, cursor: String?) in
            try await store.sessions(labelled: labels, limit: limit, cursor: cursor)
        }
        let page = try await list(["team": "payments"], 2, nil)
        try requireEqual(page.sessions, [journals[4], journals[2]].map(\.state.summary))
        let next = try await list(["team": "payments"], 2, page.nextCursor)
        try requireEqual(next.sessions, [journals[0].state.summary])
        try requireEqual(next.nextCursor, nil)
        try requireEqual(try await list(["team": "payments", "n": "2"], 9, nil).sessions.map(\.id), [session(3)])
        for labels in [["team": "pay"], ["team": "search", "n": "2"], ["TEAM": "search"], ["n": ""]] {
            try requireEqual(try await list(labels, 9, nil).sessions, [], "\(labels)")
        }
        _ = try await store.append(journals[2].append([.sessionEdited(SessionEdited(labels: [:]))]))
        try requireEqual(try await list(["team": "payments"], 9, nil).sessions.map(\.id), [session(5), session(1)])
        try requireEqual(try await list([:], 1, nil).sessions, [journals[2].state.summary])
        try await requireError(.badCursor) { _ = try await list(["team": "x"], 9, "x") }
    }
}
