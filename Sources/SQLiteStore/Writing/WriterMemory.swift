internal import CSQLite
internal import GRDB
internal import Model
internal import Store
internal import Synchronization

/// What write transactions have learnt of the database, so that the next one need not ask again.
///
/// It holds for as long as nobody but this connection commits, which SQLite tells at the beginning of a transaction, and
/// until this connection does anything else than add to journals. Of a journal it holds until something else than steps
/// is added.
final class WriterMemory: Sendable {
    /// Journals and runs that are remembered at a time.
    private static let capacity = 1024

    private struct State {
        /// SQLite's number of the commits that this connection has made and seen.
        var version: UInt32?
        /// The schema cookie under which the numbers of words were learnt.
        var form: Int?
        var places: [SessionID: JournalWriter.Place] = [:]
        var tokens: [RunID: Int] = [:]
        var helped: Int64 = 0
    }

    let words = WordTable()
    private let state = Mutex(State())
    /// Apart from the rest, which is asked for while words are read.
    private let texts = Mutex(DelayedTexts())

    init() {}

    /// Forgets, at the beginning of a transaction, what others may have changed.
    ///
    /// - Parameter check: what has to be asked anew when somebody else has committed.
    func begin(_ database: Database, check: () throws -> Void) throws {
        let version = try Self.version(of: database)
        guard state.withLock({ $0.version }) != version else { return }
        forget()
        try check()
        // Whoever removes words changes the schema cookie with them, as VACUUM does by itself: their numbers may mean
        // other words now.
        let form = try Int.fetchOne(database.cachedStatement(sql: "PRAGMA schema_version"))
        state.withLock { state in
            if state.form != form { words.forget() }
            state.form = form
            state.version = version
        }
    }

    /// Takes down, when a transaction has been committed, that it was this connection's.
    func end(_ database: Database) {
        let version = try? Self.version(of: database)
        state.withLock { $0.version = version }
    }

    private static func version(of database: Database) throws -> UInt32 {
        var version: UInt32 = 0
        let result = unsafe casebook_sqlite3_data_version(database.sqliteConnection, &version)
        guard result == SQLITE_OK else { throw DatabaseError(resultCode: ResultCode(rawValue: result)) }
        return version
    }

    /// Forgets where journals and runs stand, and what of them is to be indexed.
    func forget() {
        state.withLock { state in
            state.places = [:]
            state.tokens = [:]
        }
        texts.withLock { $0 = DelayedTexts() }
    }

    /// Forgets where a journal stands.
    func forget(_ session: SessionID) { state.withLock { $0.places[session] = nil } }

    func forget(number: Int64) {
        state.withLock { state in state.places = state.places.filter { $0.value.id != number } }
    }

    /// Forgets everything, because a transaction was rolled back or the database was gone over as a whole.
    func forgetEverything() {
        words.forget()
        state.withLock { $0 = State() }
        texts.withLock { $0 = DelayedTexts() }
    }

    func place(of session: SessionID) -> JournalWriter.Place? { state.withLock { $0.places[session] } }

    func remember(_ place: JournalWriter.Place, of session: SessionID) {
        state.withLock { state in
            if state.places.count >= Self.capacity { state.places = [:] }
            state.places[session] = place
        }
    }

    /// Notes that of what is appended to a session the words are to be kept, and indexed later.
    func note(_ append: Append, of session: Int64, missingAfter first: Int) {
        texts.withLock { $0.note(append, of: session, missingAfter: first) }
    }

    /// Keeps the words of what was noted; nobody need wait for it.
    func readTexts() { texts.withLock { $0.read() } }

    /// Gives away the words of all entries of a session after one; nil when their rows have to be read.
    func words(of session: Int64, after first: Int) -> [IndexedWords]? {
        texts.withLock { $0.take(of: session, after: first) }
    }

    /// The session whose missing entries a writer of another one added to the search index last.
    var helped: Int64 {
        get { state.withLock { $0.helped } }
        set { state.withLock { $0.helped = newValue } }
    }

    func token(of run: RunID) -> Int? { state.withLock { $0.tokens[run] } }

    func forget(tokenOf run: RunID) { state.withLock { $0.tokens[run] = nil } }

    func remember(token: Int, of run: RunID) {
        state.withLock { state in
            if state.tokens.count >= Self.capacity { state.tokens = [:] }
            state.tokens[run] = token
        }
    }
}
