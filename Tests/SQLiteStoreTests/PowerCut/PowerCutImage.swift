import Foundation
import GRDB
import Glibc
import Model
import Store
import TestSupport

@testable import SQLiteStore

/// A database as a power cut left it.
struct PowerCutImage {
    private let folder: TemporaryFolder
    private let sessions: [SessionID]

    /// Writes the files; those that are empty and were never synchronised may as well be there.
    init(_ files: [String: [UInt8]], of orders: PowerCutWorker.Orders) throws {
        folder = try TemporaryFolder()
        sessions = (0..<orders.sessions).map { SessionID(from: SeededIdentifierSource(seed: UInt64($0))) }
        for (path, bytes) in files {
            let file = try folder.write(bytes, to: String(path.dropFirst(orders.folder.count + 1)))
            try requireEqual(unsafe chmod(file, 0o600), 0)
        }
    }

    /// Opens the database as its next user would.
    ///
    /// - Parameter ledger: what was acknowledged.
    /// - Returns: the number of acknowledged entries that are not there.
    /// - Throws: what does not hold together.
    func check(_ ledger: [UInt8]) async throws -> Int {
        let store = try await SQLiteStore(path: folder.path("casebook.db"))
        var found: [String: [Entry]] = [:]
        for session in sessions {
            let entries = try await store.entries(of: session, after: 0, limit: 100_000)
            try await check(entries, of: session, in: store)
            found[session.rawValue] = entries
        }
        // Whoever comes next can go on.
        var journal = JournalFixture(session: SessionID(from: SeededIdentifierSource(seed: 77)))
        try requireEqual(try await store.append(journal.open()), .appended)
        let integrity = try await store.inspectWriter { try String.fetchOne($0, sql: "PRAGMA integrity_check") }
        try requireEqual(integrity, "ok")
        try await store.close()
        return try lost(ledger, found)
    }

    private func check(_ entries: [Entry], of session: SessionID, in store: SQLiteStore) async throws {
        var head = JournalHead.empty
        for entry in entries {
            try require(
                entry.sequence == head.sequence + 1 && entry.previousHash == head.hash,
                "entry \(entry.sequence) of \(session) does not follow entry \(head.sequence)")
            head = entry.head
        }
        guard !entries.isEmpty else { return }
        // The last hash is that of the stored row, so the bytes of the last entry are what they were, too.
        try requireEqual(try await store.head(of: session), head, "head")
        let part = (entries.count - 1) % PowerCutWorker.entries
        try require(part == 0, "\(part) entries of one append of \(session)")
        for entry in entries {
            guard case .callFinished(let call) = Event(entry) else { continue }
            let evidence = try await store.evidence(in: session, at: entry.sequence)
            try requireEqual(evidence?.hash, call.evidenceHash, "evidence at entry \(entry.sequence)")
            guard let body = evidence?.body else { continue }
            let bytes = try await store.blob(body.sha256, range: 0..<body.length)
            try requireEqual(bytes.map { Digest(of: $0) }, body.sha256, "body at entry \(entry.sequence)")
        }
    }

    private func lost(_ ledger: [UInt8], _ found: [String: [Entry]]) throws -> Int {
        var lost = 0
        for line in String(decoding: ledger, as: UTF8.self).split(separator: "\n") {
            let words = line.split(separator: " ").map(String.init)
            guard words.count == 3, let sequence = Int(words[1]), let entries = found[words[0]] else {
                throw TestFailure("the ledger holds `\(line)`")
            }
            guard sequence <= entries.count else {
                lost += 1
                continue
            }
            try requireEqual(entries[sequence - 1].hash.hex, words[2], "acknowledged entry \(sequence)")
        }
        return lost
    }
}
