/// Makes the outline of a journal as its entries come in, one after the other from the first, or from where a page ends.
///
/// An object, so that its columns, of which there are many, are never copied with it.
package final class OutlineWriter {
    /// Full pages that were not handed on.
    package private(set) var pages: [OutlinePage] = []
    private let size: Int
    private var next: Int
    private var draft: OutlineDraft

    /// - Parameters:
    ///   - number: of the page that comes next.
    ///   - head: where the one before it ends.
    ///   - size: entries of a page.
    package init(page number: Int = 0, after head: JournalHead = .empty, size: Int = OutlinePage.size) {
        self.size = max(size, 1)
        next = number
        draft = OutlineDraft(after: head)
    }

    /// Takes the entry in that follows the last one.
    package func add(_ event: Event, of entry: Entry) {
        draft.add(event, of: entry)
        guard draft.count == size else { return }
        pages.append(draft.page(next))
        next += 1
        draft = OutlineDraft(after: entry.head)
    }

    /// Lets the first pages go, which are kept now.
    package func drop(_ count: Int) { pages.removeFirst(min(count, pages.count)) }
}
