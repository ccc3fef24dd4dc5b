internal import GRDB
package import Model
package import Store

extension SQLiteStore {
    package func stage() async throws -> any ImportStage {
        let queue = try writing()
        // A name of its own, locked for as long as this process stages: what has no living process is left over.
        let name = RunID(from: identifiers)
        guard let file = try runs.lock(Fence(run: name, token: 0)) else {
            throw StoreError(.busy, "another process takes in a case file under the same name", hint: "try again")
        }
        let stage = SQLiteStage(name: name, file: file, queue: queue)
        for (number, name) in try await leftovers() { try await stage.remove(number, named: name) }
        return stage
    }

    package func provenance(of session: SessionID) async throws -> Provenance {
        try await read { database in
            let query = try database.cachedStatement(sql: "SELECT id FROM session WHERE name = ?")
            guard let id = try Int64.fetchOne(query, arguments: [session.rawValue]) else { return .local }
            let table = ImportTable(database: database)
            return Provenance(imported: try table.ranges(of: id), withheld: try table.withheld(of: id))
        }
    }

    /// Removes what imports have left whose process is gone.
    ///
    /// - Throws: `StoreError` of code `busy` while somebody takes in a case file: what is staged stands in the files.
    func clearStages() async throws {
        await (try await stage()).discard()
        guard try await staged().isEmpty else {
            throw StoreError(
                .busy, "a case file is being taken in, which is not looked through for what is to be removed",
                hint: "when that has ended, do this again")
        }
    }

    private func staged() async throws -> [(number: Int64, name: String)] {
        try await read { database in
            try Row.fetchAll(
                database, sql: "SELECT id, name FROM session WHERE name >= ? AND name < ?",
                arguments: [SQLiteStage.prefix, SQLiteStage.prefix + "\u{7f}"]
            ).map { (number: $0[0] as Int64, name: $0[1] as String) }
        }
    }

    /// Staged journals whose process is gone.
    private func leftovers() async throws -> [(number: Int64, name: String)] {
        try await staged().filter { _, name in
            let parts = name.dropFirst(SQLiteStage.prefix.count).split(separator: ":")
            guard let run = parts.first.flatMap({ RunID(String($0)) }) else { return true }
            return try !runs.isLocked(Fence(run: run, token: 0))
        }
    }
}
