import Synchronization

/// Makes the outline of a journal as its entries come in, one after the other from the first, or from where a page ends.
///
/// An object, so that its columns, of which there are many, are never copied with it. What comes in is noted, and told in
/// the columns when there is time for that (`catchUp`), or it makes a page full.
package final class OutlineWriter: Sendable {
    private struct State {
        /// Full pages that were not handed on.
        var pages: [OutlinePage] = []
        var next: Int
        var draft: OutlineDraft
        /// What came in and the draft does not tell yet.
        var noted: [(event: Event, entry: Entry)] = []
        var notedBytes = 0

        /// Tells it in the columns.
        mutating func tell(inPagesOf size: Int) {
            for (event, entry) in noted {
                draft.add(event, of: entry)
                guard draft.count == size else { continue }
                pages.append(draft.page(next))
                next += 1
                draft = OutlineDraft(after: entry.head)
            }
            // As many as a step brings are noted in the same place again.
            noted.removeAll(keepingCapacity: noted.count < 8)
            notedBytes = 0
        }
    }

    /// Entries, and bytes of them, that are noted before they are told of in any case: who only reads never catches up.
    private static let (most, mostBytes) = (64, 4096)

    private let size: Int
    private let state: Mutex<State>

    /// - Parameters:
    ///   - number: of the page that comes next.
    ///   - head: where the one before it ends.
    ///   - size: entries of a page.
    package init(page number: Int = 0, after head: JournalHead = .empty, size: Int = OutlinePage.size) {
        self.size = max(size, 1)
        state = Mutex(State(next: number, draft: OutlineDraft(after: head)))
    }

    /// Full pages that were not handed on.
    package var pages: [OutlinePage] { state.withLock { $0.pages } }

    /// Takes the entry in that follows the last one.
    package func add(_ event: Event, of entry: Entry) {
        state.withLock { state in
            state.noted.append((event, entry))
            state.notedBytes += entry.payload?.count ?? 0
            let isDue = state.noted.count >= Self.most || state.notedBytes >= Self.mostBytes
            if isDue || state.draft.count + state.noted.count >= size { state.tell(inPagesOf: size) }
        }
    }

    /// Tells of what was noted, which costs nobody time while something else is waited for.
    package func catchUp() { state.withLock { $0.tell(inPagesOf: size) } }

    /// Lets the first pages go, which are kept now.
    package func drop(_ count: Int) {
        state.withLock { $0.pages.removeFirst(min(count, $0.pages.count)) }
    }
}
