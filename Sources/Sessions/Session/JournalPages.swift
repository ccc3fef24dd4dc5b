import Model
import Store

/// The entries of a journal, page by page: while one page is taken in, the two after it are read.
struct JournalPages {
    let store: any SessionStore
    let session: SessionID
    /// Where the journal ended when it was last asked.
    let end: Int

    /// Entries of a page, few enough for their memory to be used again.
    static let size = 600
    private static let ahead = 2

    /// Gives the pages after a place in their order, at least one; the last may hold what was added since.
    func read(after start: Int, _ take: ([Entry]) async throws -> Void) async throws {
        try await withThrowingTaskGroup(of: (Int, [Entry]).self) { group in
            var (place, asked) = (start, start)
            var read: [Int: [Entry]] = [:]
            var isLast = false
            while !isLast {
                while asked == start || (asked < end && asked <= place + Self.ahead * Self.size) {
                    group.addTask { [asked] in
                        (asked, try await store.entries(of: session, after: asked, limit: Self.size))
                    }
                    asked += Self.size
                }
                while read[place] == nil, let (start, page) = try await group.next() { read[start] = page }
                let page = read.removeValue(forKey: place) ?? []
                try await take(page)
                place += Self.size
                isLast = page.count < Self.size || place >= end
            }
            group.cancelAll()
        }
    }
}
