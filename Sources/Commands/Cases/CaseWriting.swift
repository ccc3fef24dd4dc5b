import CaseFiles
import JSON
import Model
import Sessions
import Store

/// Writes a session as a case file.
struct CaseWriting {
    let options: GlobalOptions
    let keyPath: String

    /// - Parameter output: the file; nil and `-` for the standard output.
    func write(_ session: Session, of manager: SessionManager, to output: String?) async throws {
        let key = try SigningKeyFile(path: keyPath).readOrMake()
        let source = try await SessionCase(of: session.id, in: manager.store, at: manager.clock.now)
        guard let output, output != "-" else {
            let stream = options.output
            _ = try await source.export(signedWith: key) { stream.raw(String(decoding: $0, as: UTF8.self)) }
            return try await manager.store.close()
        }
        try await FileWriting.stream(to: output, replacing: true) { put in
            _ = try await source.export(signedWith: key) { try put($0) }
        }
        try await manager.store.close()
        guard options.json else {
            options.output.text("wrote \(output)\nsigned with the key \(key.publicKey.hex)")
            return
        }
        options.output.json([
            "session": .string(session.id.rawValue), "format": "case", "path": .string(output),
            "key": .string(key.publicKey.hex), "entries": JSONValue(source.head.entries),
            "head": .string(source.head.journals.last?.head.hash.hex ?? ""),
        ])
    }
}
