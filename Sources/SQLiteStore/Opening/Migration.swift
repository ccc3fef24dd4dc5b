internal import GRDB

/// What leads from one version of the database to the next, inside a transaction of the caller.
struct Migration {
    /// Makes the new tables.
    let text: String
    /// Fills them from what is there.
    let fill: (Database) throws -> Void

    init(_ text: [UInt8], fill: @escaping (Database) throws -> Void = { _ in }) {
        self.text = String(decoding: text, as: UTF8.self)
        self.fill = fill
    }
}
