internal import Model
internal import Store

extension StoreConformance {
    private static func page(_ number: Int, _ byte: UInt8) -> OutlinePage {
        OutlinePage(number: number, text: [byte, 1, 2, 3], evidence: Array(repeating: byte, count: 16))
    }

    func keepsOutlines(_ store: any KeepingStore) async throws {
        var journals = [1, 2].map { JournalFixture(session: session($0)) }
        for index in journals.indices {
            _ = try await store.append(journals[index].open())
            try requireEqual(try await store.outline(of: journals[index].session), [])
            let pages = [Self.page(0, UInt8(index)), Self.page(1, 9)]
            _ = try await store.append(journals[index].append([Self.note], outline: pages))
            // One that is there was damaged, if it is another one.
            _ = try await store.append(
                journals[index].append([Self.note], outline: [Self.page(1, 7), Self.page(2, 8)]))
            let kept = [pages[0], Self.page(1, 7), Self.page(2, 8)]
            try requireEqual(try await store.outline(of: journals[index].session), kept)
        }
        // Nothing is kept of an append that was refused.
        var late = journals[0]
        _ = try await store.append(journals[0].note())
        try requireEqual(
            try await store.append(late.append([Self.note], outline: [Self.page(3, 1)])), .behind(sequence: 4))
        try requireEqual(try await store.outline(of: late.session).count, 3)
        // What takes no content out leaves it, and content takes it along.
        _ = try await store.append(journals[0].scrub([2: [.evidence, .body]]))
        try requireEqual(try await store.outline(of: journals[0].session).count, 3)
        var scrub = journals[0].scrub([2: [.payload]])
        scrub = Append(
            session: scrub.session, expecting: scrub.expecting, entries: scrub.entries, removals: scrub.removals,
            summary: scrub.summary, outline: [Self.page(4, 1)])
        try requireEqual(try await store.append(scrub), .appended)
        try requireEqual(try await store.outline(of: journals[0].session), [])
        try requireEqual(try await store.outline(of: journals[1].session).count, 3)
        var server = JournalFixture(session: .server)
        try requireEqual(try await store.delete(journals[1].deletion(noting: &server)), .appended)
        try requireEqual(try await store.outline(of: journals[1].session), [])
    }

    func readsSingleEntries(_ store: any KeepingStore) async throws {
        var journal = JournalFixture(session: session())
        _ = try await store.append(journal.open())
        let step = StepReference(run: RunID(from: SeededIdentifierSource()), path: "a")
        let events: [Event] = [.stepStarted(StepStarted(step)), .stepFinished(StepFinished(step, status: .failed))]
        for _ in 0..<3 { _ = try await store.append(journal.append(events)) }
        _ = try await store.append(journal.note())
        for places in [[], [1], [3, 2], [7, 8, 1], [4, 4], [0, -1, 9, .max, 5], Array(1...8)] {
            let wanted = Set(places).filter { 1...8 ~= $0 }.sorted()
            let found = try await store.entries(of: journal.session, at: places)
            try requireEqual(found, wanted.map { journal.entries[$0 - 1] })
        }
        try requireEqual(try await store.entries(of: session(2), at: [1]), [])
    }

    private static var note: Event {
        .noteAdded(NoteAdded(text: "a note", author: Principal(name: "local:ada", kind: .person)))
    }
}
