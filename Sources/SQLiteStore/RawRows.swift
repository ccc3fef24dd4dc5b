internal import CSQLite
internal import GRDB

/// The rows of a prepared query as SQLite gives them, for readings of thousands of rows.
///
/// GRDB's rows cost more than all that is made of one. The statement stays GRDB's, and is reset by `end`.
@safe struct RawRows {
    private let query: Statement
    private let statement: OpaquePointer

    /// - Parameter query: has its arguments.
    init(_ query: Statement) {
        self.query = query
        unsafe statement = query.sqliteStatement
    }

    /// Goes to the next row; false when there is none.
    func next() throws -> Bool {
        switch unsafe sqlite3_step(statement) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        case let result: throw DatabaseError(resultCode: ResultCode(rawValue: result))
        }
    }

    func end() { _ = unsafe sqlite3_reset(statement) }

    func integer(_ column: Int32) -> Int64 { unsafe sqlite3_column_int64(statement, column) }

    func isNull(_ column: Int32) -> Bool { unsafe sqlite3_column_type(statement, column) == SQLITE_NULL }

    /// How many bytes there are.
    func length(_ column: Int32) -> Int { Int(unsafe sqlite3_column_bytes(statement, column)) }

    /// A copy of the bytes; nil for null.
    func bytes(_ column: Int32) -> [UInt8]? {
        unsafe withBytes(column) { bytes in unsafe bytes.map { unsafe [UInt8]($0) } }
    }

    /// Looks at the bytes where SQLite has them; nil for null.
    func withBytes<Result>(_ column: Int32, _ body: (UnsafeRawBufferPointer?) throws -> Result) rethrows -> Result {
        guard !isNull(column) else { return try body(nil) }
        let count = Int(unsafe sqlite3_column_bytes(statement, column))
        return unsafe try body(UnsafeRawBufferPointer(start: sqlite3_column_blob(statement, column), count: count))
    }
}
