import ArgumentParser
import Glibc
import Model
import Sessions

/// The session that is meant where none is named: `casebook use` writes it into a file beside the database.
struct CurrentSession {
    private let path: String

    init(beside database: String) { path = database + "-current" }

    /// The session that is in use; nil when none is.
    var id: SessionID? {
        get throws(CommandError) {
            guard let text = try TextFile.read(path, limit: 1024, code: .inputOutput) else { return nil }
            guard let id = SessionID(String(text.prefix { $0 != "\n" })) else {
                throw CommandError(
                    .inputOutput, "\(path) names no session", hint: "`casebook use SESSION` writes it anew")
            }
            return id
        }
    }

    func set(_ id: SessionID) throws(CommandError) {
        try FileWriting.write("\(id)\n", to: path, replacing: true)
    }

    func clear() throws(CommandError) {
        guard unsafe unlink(path) != 0, errno != ENOENT else { return }
        throw CommandError(.inputOutput, "\(path) cannot be removed: \(unsafe String(cString: strerror(errno)))")
    }

    /// The session that is named, the current one where none is, and the newest where there is no current one.
    func resolve(_ name: String?, in manager: SessionManager) async throws -> Session {
        try await session(identifier(name, in: manager), in: manager)
    }

    /// Which session `resolve` means, without reading it.
    func identifier(_ name: String?, in manager: SessionManager) async throws -> SessionID {
        if let name, name != SessionName.current { return try await manager.identifier(name) }
        if let id = try id { return id }
        guard name == nil else {
            throw CommandError(.notFound, "no session is in use", hint: "`casebook use SESSION` takes one in use")
        }
        return try await manager.identifier("@last")
    }

    /// The session of that identifier, read up to its newest entry.
    ///
    /// - Parameter isBrief: Whether it is enough to know what a run needs to go on.
    func session(_ id: SessionID, in manager: SessionManager, briefly isBrief: Bool = false) async throws -> Session {
        do {
            return try await manager.session(id, briefly: isBrief)
        } catch let error as SessionsError where error.kind == .notFound {
            guard (try? self.id) == id else { throw error }
            throw CommandError(
                .notFound, "the session in use, \(id), is not there any more",
                hint: "`casebook use SESSION` takes another, `casebook use --off` none")
        }
    }
}

/// How a session is named on the command line.
enum SessionName {
    static let current = "@current"
    static let help: ArgumentHelp =
        "An identifier, the beginning of one, @last or @current; without one, that in use or the last."
}
