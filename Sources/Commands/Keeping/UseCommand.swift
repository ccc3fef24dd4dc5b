import ArgumentParser
import JSON
import Model
import Sessions
import Store

/// `casebook use`: the session that is meant from now on where none is named.
struct UseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "use", abstract: "Use a session wherever none is named; without one, say which it is.")

    @Argument(help: "An identifier, the beginning of one, or @last.")
    var session: String?

    @Flag(help: "Use none any more.")
    var off = false

    @OptionGroup var options: GlobalOptions

    func validate() throws {
        guard session == nil || !off else { throw ValidationError("--off takes no session") }
    }

    func run() async throws {
        let wiring = try Wiring(options)
        let current = wiring.currentSession
        if off { try current.clear() }
        if let session {
            let manager = try await wiring.openForReading()
            let found = try await current.resolve(session, in: manager)
            try await manager.store.close()
            try current.set(found.id)
        }
        let id = try current.id
        guard options.json else {
            return options.output.text(id.map { "\($0) is in use" } ?? "No session is in use.")
        }
        options.output.json(["session": id.map { .string($0.rawValue) } ?? .null])
    }
}
