import Model
import Store

/// The entries of a journal, page by page: while one page is taken in, the two after it are read.
struct JournalPages {
    let store: any SessionStore
    let session: SessionID
    /// Where the journal ended when it was last asked.
    let end: Int

    /// Entries of a page, few enough for a page to be taken in while the next are read.
    static let size = 600
    private static let ahead = 2

    /// Gives the pages after a place in their order, at least one; the last may hold what was added since.
    func read(after start: Int, _ take: ([Entry]) async throws -> Void) async throws {
        try await withThrowingTaskGroup(of: (Int, Result<[Entry], any Error>).self) { group in
            var (place, asked) = (start, start)
            var read: [Int: Result<[Entry], any Error>] = [:]
            func ask() {
                let next = asked
                group.addTask { (next, await page(after: next)) }
                asked += Self.size
            }
            ask()
            while true {
                while asked < end, asked <= place + Self.ahead * Self.size { ask() }
                while read[place] == nil, let (start, page) = try await group.next() { read[start] = page }
                // What went wrong with a later page is told when its turn comes.
                let page = try read.removeValue(forKey: place)?.get() ?? []
                try await take(page)
                place += Self.size
                guard page.count == Self.size, place < end else { break }
            }
            group.cancelAll()
        }
    }

    private func page(after place: Int) async -> Result<[Entry], any Error> {
        do {
            return .success(try await store.entries(of: session, after: place, limit: Self.size))
        } catch { return .failure(error) }
    }
}
