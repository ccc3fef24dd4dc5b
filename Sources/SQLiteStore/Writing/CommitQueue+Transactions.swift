internal import GRDB
internal import Store
internal import Synchronization

extension CommitQueue {
    /// Waits for the lock and commits jobs.
    func commit(_ jobs: [WriteJob], _ connection: Database) {
        do {
            try database.lock.hold { commitUnderLock(jobs, connection) }
        } catch {
            for job in jobs { job.fail(error) }
        }
    }

    /// Commits jobs, and copies the log into the database when it has grown long.
    func commitUnderLock(_ jobs: [WriteJob], _ connection: Database) {
        do {
            let size = try database.files.check()
            try database.head.check(connection)
            database.room.keep(behind: database.meter.length, in: size)
        } catch {
            for job in jobs { job.fail(error) }
            return
        }
        transact(jobs[...], connection)
        if database.meter.isCheckpointDue {
            database.head.changing(connection) { database.meter.checkpoint(connection) }
        }
    }

    /// One transaction for all; each by itself when one of them spoils it.
    ///
    /// A job that fails before it has changed anything, as refusals do, leaves the others alone. Savepoints would serve
    /// too, but they cost every job something, and do not outlive the errors on which SQLite itself rolls back.
    private func transact(_ jobs: ArraySlice<WriteJob>, _ connection: Database) {
        var answers: [() -> Void] = []
        do {
            // GRDB's own ways would parse the two statements anew each time; it has to see how a transaction ends.
            var begin = RawStatement(
                try connection.cachedStatement(sql: "BEGIN IMMEDIATE TRANSACTION"), connection)
            try begin.run()
            try memory.begin(connection) {
                try Schema.checkVersion(connection, path: database.location.path)
                try database.head.learn(connection)
            }
            for job in jobs {
                let changes = connection.totalChangesCount
                do {
                    answers.append(try job.run(connection))
                } catch {
                    let isClean = connection.totalChangesCount == changes && connection.isInsideTransaction
                    guard !isClean else {
                        answers.append { job.fail(error) }
                        continue
                    }
                    guard jobs.count > 1 else { throw error }
                    try rollBack(connection)
                    // What the jobs took for themselves, such as the lock of a run, they take again.
                    answers = []
                    for index in jobs.indices { transact(jobs[index...index], connection) }
                    return
                }
            }
            try connection.cachedStatement(sql: "COMMIT TRANSACTION").execute()
            memory.end(connection)
        } catch {
            try? rollBack(connection)
            for job in jobs { job.fail(error) }
            return
        }
        for answer in answers { answer() }
        // Whoever looks for the end of a commit reads meanwhile what the ones before have noted.
        if jobs.count > 1 || jobs.first?.isLookedFor != true { memory.readTexts() }
    }

    private func rollBack(_ connection: Database) throws {
        memory.forgetEverything()
        try connection.rollback()
    }
}
