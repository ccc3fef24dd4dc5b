internal import GRDB
internal import Store

extension StoreError {
    /// What an SQLite result means to whoever uses the store.
    init(_ error: DatabaseError) {
        let detail = error.message ?? "result code \(error.resultCode.rawValue)"
        if error.extendedResultCode == .SQLITE_IOERR_SHMSIZE {
            // So SQLite calls a disk that is full when the -shm is to grow.
            self.init(
                .full, "there is no room for the database's -shm, or it cannot be written: \(detail)",
                hint: "free space on its disk")
            return
        }
        switch error.resultCode.primaryResultCode {
        case .SQLITE_NOTADB:
            self.init(.notADatabase, "the file is not a Casebook database", hint: "name another file with --database")
        case .SQLITE_CORRUPT, .SQLITE_ERROR, .SQLITE_MISMATCH, .SQLITE_FORMAT, .SQLITE_SCHEMA:
            self.init(
                .corrupt, "the database does not hold together: \(detail)",
                hint: "keep a copy of the file and its -wal as they are, and restore a backup")
        case .SQLITE_FULL:
            self.init(.full, "there is no room for the database: \(detail)", hint: "free space on its disk")
        case .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_AUTH:
            self.init(
                .readOnly, "the database cannot be written: \(detail)",
                hint: "check the permissions of the file and of its folder")
        case .SQLITE_BUSY, .SQLITE_LOCKED:
            self.init(
                .busy, "another process held the database for too long: \(detail)",
                hint: "try again; `lsof` on the file shows who has it open")
        case .SQLITE_CONSTRAINT, .SQLITE_TOOBIG:
            self.init(.badAppend, "the database refused a row: \(detail)")
        case .SQLITE_MISUSE, .SQLITE_ABORT, .SQLITE_INTERRUPT:
            self.init(.closed, "the store is closed")
        default:
            self.init(
                .inputOutput, "the database could not be read or written: \(detail)",
                hint: "check the disk, and the permissions of the file and of its folder")
        }
    }

    /// Any error of the layers below as one of the store's; a cancellation stays what it is.
    static func translated(_ error: any Error) -> any Error {
        guard let error = error as? DatabaseError else { return error }
        return StoreError(error)
    }

    static var closed: StoreError { StoreError(.closed, "the store is closed") }
}
