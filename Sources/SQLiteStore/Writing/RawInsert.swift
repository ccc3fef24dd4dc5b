internal import CSQLite
internal import GRDB

/// A prepared statement that adds a row, given its values without anything in between.
///
/// GRDB's bindings cost more than the row of a step does. The statement stays GRDB's.
@safe struct RawInsert {
    private let statement: OpaquePointer
    private let connection: OpaquePointer?

    /// - Parameter insert: has no arguments yet.
    init(_ insert: Statement, _ database: Database) {
        unsafe statement = insert.sqliteStatement
        unsafe connection = database.sqliteConnection
    }

    func bind(_ number: Int64?, at index: Int32) {
        guard let number else { return bindNull(at: index) }
        _ = unsafe sqlite3_bind_int64(statement, index, number)
    }

    /// The bytes are copied.
    func bind(_ bytes: [UInt8]?, at index: Int32) {
        guard let bytes else { return bindNull(at: index) }
        // SQLITE_TRANSIENT, a macro that Swift does not see.
        let copies = unsafe unsafeBitCast(-1, to: sqlite3_destructor_type.self)
        _ = unsafe sqlite3_bind_blob64(statement, index, bytes, UInt64(bytes.count), copies)
    }

    private func bindNull(at index: Int32) { _ = unsafe sqlite3_bind_null(statement, index) }

    /// Adds the row.
    ///
    /// - Throws: `DatabaseError`; the statement can be used again either way.
    func run() throws {
        let result = unsafe sqlite3_step(statement)
        let message = unsafe result == SQLITE_DONE ? nil : sqlite3_errmsg(connection).map { unsafe String(cString: $0) }
        let code = unsafe result == SQLITE_DONE ? result : sqlite3_extended_errcode(connection)
        _ = unsafe sqlite3_reset(statement)
        guard result == SQLITE_DONE else {
            throw DatabaseError(resultCode: ResultCode(rawValue: code), message: message)
        }
    }
}
