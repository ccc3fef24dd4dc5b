import CaseFiles
import Model
import Policy
import SQLiteStore
import Sessions
import Store
import TestSupport

/// The stores between which cases are carried.
enum CaseStore: String, CaseIterable, Sendable {
    case memory, sqlite

    func make(in folder: TemporaryFolder, _ name: String) async throws -> any SessionStore {
        switch self {
        case .memory: InMemoryStore()
        case .sqlite: try await SQLiteStore(path: folder.path("\(name).db"))
        }
    }
}

/// Bytes in memory, read by offsets.
struct MemoryInput: CaseInput {
    let bytes: [UInt8]

    func read(at offset: Int, count: Int) -> [UInt8] {
        Array(bytes[min(offset, bytes.count)..<min(offset + count, bytes.count)])
    }
}

extension World {
    static func key() throws -> SigningKey {
        guard let key = SigningKey(seed: Array(repeating: 7, count: 32)) else { throw TestFailure("no key") }
        return key
    }

    /// The session as a case file.
    func export(_ session: SessionID) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        let source = try await SessionCase(of: session, in: store, at: clock.now)
        _ = try await source.export(signedWith: Self.key()) { bytes += $0 }
        return bytes
    }

    @discardableResult
    func take(
        _ bytes: [UInt8], asFork: Bool = false, hiding patterns: [String: String] = [:]
    ) async throws -> CaseImport {
        try await take(MemoryInput(bytes: bytes), asFork: asFork, hiding: patterns)
    }

    func take(
        _ input: any CaseInput, asFork: Bool = false, hiding patterns: [String: String] = [:]
    ) async throws -> CaseImport {
        let rules = try RedactionRules(custom: patterns)
        return try await CaseImporter(manager: manager, rules: rules, author: Self.ada).take(input, asFork: asFork)
    }

    func accept(_ run: RunID, of session: Session, by author: Principal = ada) async throws {
        guard let hash = await session.state.run(run)?.textHash else { throw TestFailure("there is no run \(run)") }
        try await manager.accept(run, of: session, text: hash, by: author)
    }

    func note(_ text: String, in session: Session) async throws {
        let note = NoteAdded(text: text, author: Self.ada)
        try await session.append(
            Batch([EntryDraft(.noteAdded(note), principal: Self.ada.name, time: clock.now)]))
    }
}

/// The lines of a case file without the first and the last, which tell who made it.
func inner(_ bytes: [UInt8]) -> [String] {
    String(decoding: bytes, as: UTF8.self).split(separator: "\n").dropFirst().dropLast().map(String.init)
}
