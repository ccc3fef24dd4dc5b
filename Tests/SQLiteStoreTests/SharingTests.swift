import GRDB
import Glibc
import Model
import Store
import TestSupport
import Testing

@testable import SQLiteStore

@Suite struct SharingTests {
    @Test func twoStoresWriteOneFile() async throws {
        let harness = try StoreHarness()
        let stores = [try await harness.open(), try await harness.open()]
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<8 {
                let start = harness.journal(UInt64(10 + number))
                group.addTask {
                    var journal = start
                    _ = try await stores[number % 2].append(journal.open())
                    for turn in 0..<100 {
                        let outcome = try await stores[(number + turn) % 2].append(journal.note("\(turn)"))
                        #expect(outcome == .appended)
                    }
                    let found = try await stores[number % 2].entries(of: journal.session, after: 0, limit: 200)
                    #expect(found == journal.entries)
                }
            }
            try await group.waitForAll()
        }
        try await stores[0].close()
        let check = try await stores[1].inspectWriter { try String.fetchOne($0, sql: "PRAGMA integrity_check") }
        #expect(check == "ok")
        try await stores[1].close()
    }

    @Test func leasesAreSharedByStores() async throws {
        let harness = try StoreHarness()
        let stores = [try await harness.open(), try await harness.open()]
        let run = RunID(from: SeededIdentifierSource())
        let lease = try await stores[0].lease(run)
        #expect(lease?.token == 1)
        #expect(try await stores[1].lease(run) == nil)
        await lease?.release()
        let taken = try await stores[1].lease(run)
        #expect(taken?.token == 2)
        await taken?.release()
        for token in 1...2 { #expect(harness.mode(of: "\(harness.path)-runs/\(run.rawValue).\(token)") == nil) }
        for store in stores { try await store.close() }
    }

    @Test func tellsWhoDrivesARun() async throws {
        let harness = try StoreHarness()
        let store = try await harness.open()
        let run = RunID(from: SeededIdentifierSource())
        #expect(try await store.holder(of: run) == nil)
        let lease = try await store.lease(run)
        #expect(try await store.holder(of: run) == HoldingProcess(number: Int(getpid()), isStopped: false))
        await lease?.release()
        #expect(try await store.holder(of: run) == nil)
        try await store.close()
    }

    @Test func aRunThatIsTakenOverLeavesNoFiles() async throws {
        let harness = try StoreHarness()
        let stores = [try await harness.open(), try await harness.open()]
        let run = RunID(from: SeededIdentifierSource())
        let lost = try await stores[0].lease(run)
        let taken = try await stores[1].takeOver(run)
        #expect(taken.token == 2)
        await taken.release()
        // The first still holds the lock of its own token, which says nothing any more.
        #expect(try await stores[0].isDriven(run) == false)
        let next = try await stores[0].lease(run)
        #expect(next?.token == 3)
        await lost?.release()
        await next?.release()
        for token in 1...3 { #expect(harness.mode(of: "\(harness.path)-runs/\(run.rawValue).\(token)") == nil) }
        for store in stores { try await store.close() }
    }

    @Test func aLeaseThatWasDroppedIsFree() async throws {
        let harness = try StoreHarness()
        let store = try await harness.open()
        let run = RunID(from: SeededIdentifierSource())
        _ = try await store.lease(run)
        let lease = try await store.lease(run)
        #expect(lease?.token == 2)
        await lease?.release()
        try await store.close()
    }

    @Test func waitsForTheLockOnlySoLong() async throws {
        let harness = try StoreHarness()
        let store = try await harness.open(lockTimeout: .milliseconds(100))
        var journal = harness.journal()
        let open = journal.open()
        let lock = FileLock(path: harness.path + "-lock", beside: harness.path, timeout: .seconds(1))
        let held = try await DurabilityTests.whileHolding(lock) {
            let error = await #expect(throws: StoreError.self) { try await store.append(open) }
            #expect(error?.kind == .busy)
            #expect(error?.message.contains("process \(getpid()) held") == true)
            #expect(error?.hint?.contains("\(getpid())") == true)
            // Readers do not ask for the lock.
            let head = try await store.head(of: journal.session)
            #expect(head == nil)
        }
        #expect(held)
        #expect(try await store.append(open) == .appended)
        try await store.close()
    }

    @Test(.enabled(if: unsafe access("/usr/bin/flock", X_OK) == 0, "flock(1) is not installed"))
    func aKilledProcessHoldsNothing() async throws {
        let harness = try StoreHarness()
        let store = try await harness.open(lockTimeout: .milliseconds(100))
        var journal = harness.journal()
        let open = journal.open()
        let script = ["--no-fork", harness.path + "-lock", "/bin/sh", "-c", "echo held; exec sleep 600"]
        let process = try ProcessHarness(executable: "/usr/bin/flock", environment: ["PATH": "/usr/bin:/bin"])
            .start(script)
        #expect(try await process.line() == "held")
        #expect(await StoreHarness.kind { _ = try await store.append(open) } == .busy)
        // Told apart from one that is at work: it needs somebody to let it go on.
        process.send(signal: SIGSTOP)
        let error = await #expect(throws: StoreError.self) { try await store.append(open) }
        #expect(error?.message.contains("process \(process.identifier), which is stopped, holds") == true)
        #expect(error?.hint?.contains("kill -CONT \(process.identifier)") == true)
        process.send(signal: SIGKILL)
        #expect(try await process.wait().ending == .signal(SIGKILL))
        #expect(try await store.append(open) == .appended)
        try await store.close()
    }

    @Test func aRemovedLockFileIsMadeAnew() async throws {
        let harness = try StoreHarness()
        let store = try await harness.open()
        var journal = harness.journal()
        _ = try await store.append(journal.open())
        _ = unsafe unlink(harness.path + "-lock")
        #expect(try await store.append(journal.note()) == .appended)
        #expect(harness.mode(of: harness.path + "-lock") == 0o600)
        try await store.close()
    }

    @Test(arguments: ["", "-wal", "-shm"])
    func noticesThatItsFilesWereReplaced(_ suffix: String) async throws {
        let harness = try StoreHarness()
        let store = try await harness.open()
        var journal = harness.journal()
        _ = try await store.append(journal.open())
        let note = journal.note()
        let path = harness.path + suffix
        _ = unsafe rename(path, path + ".away")
        #expect(await StoreHarness.kind { _ = try await store.append(note) } == .replaced)
        try harness.folder.write([], to: "casebook.db" + suffix)
        #expect(await StoreHarness.kind { _ = try await store.append(note) } == .replaced)
        #expect(harness.folder.size(of: "casebook.db" + suffix) == 0)
        // Put back, it goes on.
        _ = unsafe rename(path + ".away", path)
        #expect(try await store.append(note) == .appended)
        try await store.close()
    }

    /// What is copied into the database's file itself, so that name and number stay.
    private func overwrite(_ path: String, with bytes: [UInt8]) throws {
        let descriptor = unsafe open(path, O_WRONLY | O_TRUNC | O_CLOEXEC)
        try #require(descriptor >= 0)
        defer { close(descriptor) }
        let count = unsafe write(descriptor, bytes, bytes.count)
        #expect(count == bytes.count)
    }

    @Test(arguments: [true, false])
    func noticesAnotherFileThatWasCopiedOverIt(_ isBackup: Bool) async throws {
        let harness = try StoreHarness()
        let store = try await SQLiteStore(path: harness.path, checkpointPages: 5)
        var journal = harness.journal()
        _ = try await store.append(journal.open())
        if isBackup {
            try await store.backup(to: harness.folder.path("copy.db"), replacing: false)
        } else {
            let other = try await SQLiteStore(path: harness.folder.path("copy.db"))
            try await other.close()
        }
        for turn in 0..<40 { _ = try await store.append(journal.note("\(turn)")) }
        let before = try harness.folder.read("casebook.db")
        let copy = try harness.folder.read("copy.db")
        try overwrite(harness.path, with: copy)
        let note = journal.note()
        let error = await #expect(throws: StoreError.self) { try await store.append(note) }
        #expect(error?.kind == .replaced && error?.message.contains("was copied over") == true)
        #expect(await StoreHarness.kind { try await store.wipe() } != nil)
        #expect(try harness.folder.read("casebook.db") == copy, "nothing was written into it")
        // Put back, it goes on.
        try overwrite(harness.path, with: before)
        #expect(try await store.append(note) == .appended)
        #expect(try await store.entries(of: journal.session, after: 0, limit: 99) == journal.entries)
        let check = try await store.inspectWriter { try String.fetchOne($0, sql: "PRAGMA integrity_check") }
        #expect(check == "ok")
        try await store.close()
    }

    /// Whoever opens the copy knows it alone, and tells of it; whoever had the file before is not taken in.
    @Test(arguments: [true, false])
    func noticesItAfterOthersHaveOpenedIt(_ isWrittenTo: Bool) async throws {
        let harness = try StoreHarness()
        let store = try await harness.open()
        var journal = harness.journal()
        _ = try await store.append(journal.open())
        // SQLite refuses a copy that is longer than what the others know.
        for turn in 0..<99 {
            _ = try await store.append(journal.note((0..<99).map { "\(turn * $0 * 7919)" }.joined()))
        }
        let other = try await SQLiteStore(path: harness.folder.path("copy.db"))
        var strange = harness.journal(2)
        _ = try await other.append(strange.open())
        try await other.close()
        // With an empty log the copy is whole for those who come.
        try await store.wipe()
        try overwrite(harness.path, with: harness.folder.read("copy.db"))
        let late = try await harness.open()
        #expect(try await late.entries(of: strange.session, after: 0, limit: 9) == strange.entries)
        if isWrittenTo { #expect(try await late.append(strange.note()) == .appended) }
        try await late.close()
        let copy = try harness.folder.read("casebook.db")
        let note = journal.note()
        #expect(await StoreHarness.kind { _ = try await store.append(note) } == .replaced)
        try await store.close()
        #expect(try harness.folder.read("casebook.db") == copy)
        let last = try await harness.open()
        #expect(try await last.entries(of: strange.session, after: 0, limit: 9) == strange.entries)
        try await last.close()
    }

    /// As an earlier version does when it ends, and programs that look after databases.
    @Test func goesOnWhenAnotherProgramHasCopiedTheLog() async throws {
        let harness = try StoreHarness()
        let store = try await harness.open()
        var journal = harness.journal()
        _ = try await store.append(journal.open())
        let before = try harness.folder.read("casebook.db").prefix(100)
        for turn in 0..<200 {
            _ = try await store.append(journal.note("\(turn) " + String(repeating: "x\(turn)", count: 200)))
        }
        try harness.execute("PRAGMA wal_checkpoint(PASSIVE)")
        #expect(try harness.folder.read("casebook.db").prefix(100) != before)
        #expect(try await store.append(journal.note()) == .appended)
        #expect(try await store.entries(of: journal.session, after: 0, limit: 999) == journal.entries)
        try await store.close()
    }

    @Test func closesWithoutWritingIntoAnotherFile() async throws {
        let harness = try StoreHarness()
        let store = try await harness.open()
        var journal = harness.journal()
        _ = try await store.append(journal.open())
        let other = try await SQLiteStore(path: harness.folder.path("copy.db"))
        try await other.close()
        let copy = try harness.folder.read("copy.db")
        try overwrite(harness.path, with: copy)
        try await store.close()
        #expect(try harness.folder.read("casebook.db") == copy)
    }

    @Test func whatOtherStoresCopyFromTheLogIsNoOtherFile() async throws {
        let harness = try StoreHarness()
        let stores = [
            try await SQLiteStore(path: harness.path, checkpointPages: 3),
            try await SQLiteStore(path: harness.path, checkpointPages: 7), try await harness.open(),
        ]
        var journals = (0..<3).map { harness.journal(UInt64(20 + $0)) }
        for index in journals.indices { _ = try await stores[index].append(journals[index].open()) }
        for turn in 0..<120 {
            let index = turn * 7 % 3
            #expect(try await stores[(turn / 5) % 3].append(journals[index].note("\(turn)")) == .appended)
        }
        try await stores[0].wipe()
        for index in 1...2 { #expect(try await stores[index].append(journals[index].note()) == .appended) }
        try await stores[0].close()
        // One that comes later knows nothing of what was told before it.
        let late = try await harness.open()
        for store in [stores[1], late, stores[2], late] {
            #expect(try await store.append(journals[0].note()) == .appended)
        }
        for store in [stores[1], stores[2], late] { try await store.close() }
    }

    @Test func saysThatItsFolderWasRenamed() async throws {
        let harness = try StoreHarness()
        try harness.folder.makeFolder(Array("state".utf8))
        let folder = harness.folder.path("state")
        _ = unsafe chmod(folder, 0o700)
        let store = try await SQLiteStore(path: folder + "/casebook.db")
        var journal = harness.journal()
        _ = try await store.append(journal.open())
        #expect(unsafe rename(folder, folder + "2") == 0)
        let note = journal.note()
        let error = await #expect(throws: StoreError.self) { try await store.append(note) }
        #expect(error?.kind == .replaced && error?.message.contains("removed or renamed") == true)
        // Reading goes on with what is open, or says the same.
        let kinds = await withTaskGroup(of: StoreError.Code?.self) { group in
            for _ in 0..<8 {
                group.addTask { await StoreHarness.kind { _ = try await store.sessions(limit: 9, cursor: nil) } }
            }
            return await group.reduce(into: Set<StoreError.Code?>()) { $0.insert($1) }
        }
        #expect(kinds.isSubset(of: [nil, .replaced]), "\(kinds)")
        // An empty folder in its place gets no files.
        try harness.folder.makeFolder(Array("state".utf8))
        #expect(await StoreHarness.kind { _ = try await store.append(note) } == .replaced)
        #expect(unsafe rmdir(folder) == 0)
        #expect(unsafe rename(folder + "2", folder) == 0)
        #expect(try await store.append(note) == .appended)
        try await store.close()
    }

    @Test func aFullDiskSpoilsOnlyWhatDoesNotFit() async throws {
        let harness = try StoreHarness()
        let store = try await harness.open()
        var journal = harness.journal()
        _ = try await store.append(journal.open())
        _ = try await store.inspectWriter { database in
            let pages = try Int.fetchOne(database, sql: "PRAGMA page_count") ?? 0
            return try Int.fetchOne(database, sql: "PRAGMA max_page_count = \(pages + 20)")
        }
        // Nothing that could be compressed.
        var random = SystemRandomNumberGenerator()
        let letters = (0..<1 << 20).map { _ in UInt8.random(in: 97...122, using: &random) }
        let text = String(decoding: letters, as: UTF8.self)
        let huge = journal
        let results = await withTaskGroup(of: (Bool, StoreError.Code?).self) { group in
            for number in 0..<12 {
                let start = number % 4 == 0 ? huge : harness.journal(UInt64(30 + number))
                group.addTask {
                    var journal = start
                    let isHuge = number % 4 == 0
                    let append = isHuge ? journal.note(text) : journal.open()
                    return (isHuge, await StoreHarness.kind { _ = try await store.append(append) })
                }
            }
            var results: [(Bool, StoreError.Code?)] = []
            for await result in group { results.append(result) }
            return results
        }
        for (isHuge, kind) in results { #expect(kind == (isHuge ? .full : nil)) }
        _ = try await store.inspectWriter { try Int.fetchOne($0, sql: "PRAGMA max_page_count = 1000000") }
        #expect(try await store.append(journal.note(text)) == .appended)
        #expect(try await store.entries(of: journal.session, after: 0, limit: 9) == journal.entries)
        try await store.close()
    }

    @Test func refusesBodiesThatAreNotWhatTheyClaim() async throws {
        let harness = try StoreHarness()
        let store = try await harness.open()
        var journal = harness.journal()
        _ = try await store.append(journal.open())
        let honest = JournalFixture.evidence(1, body: Array("true".utf8))
        let forged = EvidenceRecord(evidence: honest.evidence, key: nil, body: Array("fake".utf8))
        let append = journal.call(forged, number: 1)
        #expect(await StoreHarness.kind { _ = try await store.append(append) } == .badAppend)
        try await store.close()
    }

    @Test func tamperingBreaksTheChainThatIsRead() async throws {
        let harness = try StoreHarness()
        let store = try await harness.open()
        var journal = harness.journal()
        _ = try await store.append(journal.open())
        _ = try await store.append(journal.note("before"))
        _ = try await store.append(journal.note("after"))
        try await store.close()
        try harness.execute("UPDATE entry SET payload = CAST('{}' AS BLOB) WHERE id & 0xffffff = 2")
        let again = try await harness.open()
        let found = try await again.entries(of: journal.session, after: 0, limit: 9)
        #expect(found[1].hash != found[2].previousHash)
        #expect(found[0] == journal.entries[0])
        #expect(found[2] == journal.entries[2])
        try await again.close()
    }
}
