internal import CSQLite
internal import GRDB

/// A prepared statement that gives no rows, run with its values and without anything in between.
///
/// GRDB's bindings, and what it does before and after each statement, cost more than the row of a step does. The statement
/// stays GRDB's.
@safe struct RawStatement {
    private let statement: Statement
    private let connection: OpaquePointer?
    /// The first result of a value that could not be taken.
    private var fault = SQLITE_OK

    init(_ prepared: Statement, _ database: Database) {
        statement = prepared
        unsafe connection = database.sqliteConnection
    }

    mutating func bind(_ number: Int64?, at index: Int32) {
        guard let number else { return bindNull(at: index) }
        note(unsafe sqlite3_bind_int64(statement.sqliteStatement, index, number))
    }

    /// The bytes are copied.
    mutating func bind(_ bytes: [UInt8]?, at index: Int32) {
        guard let bytes else { return bindNull(at: index) }
        // SQLITE_TRANSIENT, a macro that Swift does not see.
        let copies = unsafe unsafeBitCast(-1, to: sqlite3_destructor_type.self)
        note(unsafe sqlite3_bind_blob64(statement.sqliteStatement, index, bytes, UInt64(bytes.count), copies))
    }

    /// The text is copied.
    mutating func bind(text: String, at index: Int32) {
        var text = text
        let copies = unsafe unsafeBitCast(-1, to: sqlite3_destructor_type.self)
        let statement = unsafe statement.sqliteStatement
        note(
            text.withUTF8 { bytes in
                unsafe bytes.withMemoryRebound(to: CChar.self) { bytes in
                    unsafe sqlite3_bind_text64(
                        statement, index, bytes.baseAddress, UInt64(bytes.count), copies, UInt8(SQLITE_UTF8))
                }
            })
    }

    private mutating func bindNull(at index: Int32) { note(unsafe sqlite3_bind_null(statement.sqliteStatement, index)) }

    private mutating func note(_ result: Int32) { if fault == SQLITE_OK { fault = result } }

    /// Runs it once.
    ///
    /// - Throws: `DatabaseError`; the statement can be used again either way.
    mutating func run() throws {
        let statement = unsafe statement.sqliteStatement
        defer {
            _ = unsafe sqlite3_reset(statement)
            // Nothing of a row stays in memory for longer than it takes.
            _ = unsafe sqlite3_clear_bindings(statement)
            fault = SQLITE_OK
        }
        guard fault == SQLITE_OK else { throw DatabaseError(resultCode: ResultCode(rawValue: fault)) }
        guard unsafe sqlite3_step(statement) != SQLITE_DONE else { return }
        let message = unsafe sqlite3_errmsg(connection).map { unsafe String(cString: $0) }
        throw DatabaseError(
            resultCode: ResultCode(rawValue: unsafe sqlite3_extended_errcode(connection)), message: message)
    }
}
