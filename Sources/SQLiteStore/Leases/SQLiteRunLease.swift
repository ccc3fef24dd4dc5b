internal import Model
internal import Store

/// A run that this process drives.
struct SQLiteRunLease: RunLease {
    let run: RunID
    let token: Int
    let file: RunFile

    func release() async { file.release() }
}
