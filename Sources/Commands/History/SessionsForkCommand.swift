import ArgumentParser
import JSON
import Model
import Policy
import Sessions

/// `casebook sessions fork`: a session that goes on from an entry of another.
struct SessionsForkCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fork", abstract: "Go on from an entry of a session in a new one.",
        discussion: """
            The fork has all that stands in the session up to that entry, and what happens to either later does not \
            show in the other. A run that had not ended stays with the session.
            """)

    @Argument(help: "An identifier, the beginning of one, or @last.")
    var session = "@last"

    @Option(help: ArgumentHelp("The last entry that both have; the newest when left out.", valueName: "entry"))
    var at: Int?

    @Option(help: "The fork's title; that of the session when left out.")
    var title: String?

    @OptionGroup var options: GlobalOptions

    func run() async throws {
        let workplace = try await Wiring(options).open()
        let parent = try await workplace.manager.resolve(session)
        let redactor = try await workplace.executor.callerRedactor(of: parent)
        let fork = try await workplace.manager.fork(
            parent, at: at, title: title.map { Printable.cut(redactor.redact($0), to: 200) },
            by: workplace.principal)
        let state = await fork.state
        await workplace.close()
        guard options.json else {
            let place = state.origin.map { "entry \($0.sequence) of \($0.parent)" } ?? ""
            options.output.text("\(state.id) goes on from \(place)")
            return
        }
        var object = state.summary.interface.objectValue ?? [:]
        object["forkedFrom"] = state.origin?.interface ?? .null
        options.output.json(.object(object))
    }
}

extension SessionForked {
    /// As the command line's JSON shows it.
    var interface: JSONValue {
        ["session": .string(parent.rawValue), "sequence": JSONValue(sequence), "hash": .string(hash.hex)]
    }
}

extension EntryPlace {
    /// As the command line's JSON shows it.
    var interface: JSONValue { ["session": .string(session.rawValue), "sequence": JSONValue(sequence)] }
}
