internal import GRDB
internal import Store

/// The form of the database, and how an older one is brought up to it.
enum Schema {
    /// `CSBK`; marks a file as ours in its header.
    static let applicationID = 0x4353_424B
    /// The version that this program writes, kept as `user_version`.
    static let version = 6

    /// The text of `schema.sql`.
    static var definition: String { String(decoding: PackageResources.schema_sql, as: UTF8.self) }

    /// What leads from each version to the next, from an empty file on; once released, a step is never changed.
    static var migrations: [Migration] {
        [
            Migration(PackageResources.version1_sql),
            Migration(PackageResources.version2_sql) { try SearchIndex($0).addEverything() },
            Migration(PackageResources.version3_sql),
            Migration(PackageResources.version4_sql),
            Migration(PackageResources.version5_sql),
            Migration(PackageResources.version6_sql),
        ]
    }

    /// Judges a database by its header.
    ///
    /// - Parameter isEmpty: there is no table in it, so that nothing of anybody is lost by using it.
    static func check(applicationID identifier: Int, version: Int, isEmpty: Bool, path: String) throws {
        if identifier == 0, version == 0, isEmpty { return }
        guard identifier == applicationID else { throw notADatabase(path) }
        guard version <= Self.version else {
            throw StoreError(
                .newerVersion, "\(path) was written by a newer version of Casebook (form \(version))",
                hint: "update Casebook; this version knows forms up to \(Self.version)")
        }
    }

    /// Refuses to write what a newer version has taken over while this process had it open.
    static func checkVersion(_ database: Database, path: String) throws {
        let query = try database.cachedStatement(sql: "PRAGMA user_version")
        let version = try Int.fetchOne(query) ?? 0
        try check(applicationID: applicationID, version: version, isEmpty: false, path: path)
    }

    /// Makes or updates the schema in one transaction; nothing happens to a database that is up to date.
    static func prepare(_ database: Database, path: String) throws {
        let found = try read(database)
        try check(applicationID: found.identifier, version: found.version, isEmpty: found.isEmpty, path: path)
        guard found.version < version else { return }
        if found.isEmpty {
            // Takes effect on an empty file alone.
            try database.execute(sql: "PRAGMA page_size = 4096")
        }
        try database.inTransaction(.immediate) {
            if found.isEmpty {
                try database.execute(sql: definition)
                try mark(database)
                try distinguish(database)
            } else {
                try migrate(database, from: found.version)
            }
            return .commit
        }
    }

    /// Runs the steps that are missing, inside a transaction of the caller.
    static func migrate(_ database: Database, from first: Int) throws {
        let missing = migrations[max(first, 0)...]
        for migration in missing { try database.execute(sql: migration.text) }
        // What fills the tables knows their newest form alone.
        for migration in missing { try migration.fill(database) }
        try mark(database)
    }

    /// Gives a new database a head that no other one has, so that one which is copied over it is known for another.
    ///
    /// What SQLite counts changes of the schema with begins at any number.
    private static func distinguish(_ database: Database) throws {
        let number = try Int32.fetchOne(database, sql: "SELECT abs(random() % 1000000000)") ?? 0
        try database.execute(sql: "PRAGMA schema_version = \(number)")
    }

    private static func mark(_ database: Database) throws {
        try database.execute(sql: "PRAGMA application_id = \(applicationID); PRAGMA user_version = \(version)")
    }

    private static func read(_ database: Database) throws -> (identifier: Int, version: Int, isEmpty: Bool) {
        let identifier = try Int.fetchOne(database, sql: "PRAGMA application_id") ?? 0
        let version = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
        let tables = try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_schema") ?? 0
        return (identifier, version, tables == 0)
    }

    static func notADatabase(_ path: String) -> StoreError {
        StoreError(
            .notADatabase, "\(path) is not a Casebook database; it was left as it is",
            hint: "name another file with --database")
    }
}
