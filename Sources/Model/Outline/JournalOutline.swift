/// The beginning of a journal in brief, of as many pages as hold together.
package struct JournalOutline: Sendable {
    private let session: SessionID
    private let pages: [OutlineContents]

    /// - Parameter pages: as they were kept, from the first on; those behind one that does not follow count for nothing.
    package init(_ pages: [OutlinePage], of session: SessionID) {
        self.session = session
        var (read, head): ([OutlineContents], JournalHead) = ([], .empty)
        for (number, page) in pages.enumerated() {
            guard page.number == number, let contents = OutlineContents(page), contents.start == head else { break }
            read.append(contents)
            head = contents.end
        }
        self.pages = read
    }

    package var count: Int { pages.count }

    /// Where it ends.
    package var end: JournalHead { pages.last?.end ?? .empty }

    /// The sequences of the entries that it does not tell of; nil when they are so many that nothing would be saved.
    package var others: [Int]? {
        let others = pages.flatMap(\.others)
        return others.count <= 64 + end.sequence / 16 ? others : nil
    }

    /// The session as it was at the end, briefly; nil when the journal is not the one that the outline was made of.
    ///
    /// - Parameter entries: the others, and the entry at the end, in order.
    package func state(with entries: [Entry]) -> SessionState? {
        let known = Dictionary(entries.map { ($0.sequence, $0) }) { first, _ in first }
        guard known[end.sequence]?.hash == end.hash else { return nil }
        var state = SessionState(id: session)
        for page in pages {
            let others = page.others.compactMap { known[$0] }
            // What was removed since is told by none but the journal.
            guard others.count == page.others.count, others.allSatisfy({ $0.payload != nil }),
                page.isIntact(others: others.map(\.hash))
            else { return nil }
            state.apply(page, others: others)
        }
        return state
    }
}
