import ArgumentParser
import Dispatch
import MCP
import Model
import Server
import Sessions
import Store

/// `casebook serve`: lets MCP clients investigate.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Serve MCP clients, such as Claude, Codex or VS Code.",
        discussion: "The client starts this program and talks to it over its standard streams. Messages for people go "
            + "to standard error.")

    @Flag(help: "Speak over standard input and output.")
    var stdio = false

    @Option(
        help: ArgumentHelp(
            "The sets of tools to offer: \(ToolSet.allCases.map(\.rawValue).joined(separator: ",")).",
            valueName: "set,…"))
    var tools: String?

    @Flag(help: "Print what the server offers as Markdown, without configuration, and end.")
    var describe = false

    @OptionGroup var sources: SourceOptions
    @OptionGroup var options: GlobalOptions

    func validate() throws {
        guard stdio != describe else { throw ValidationError("give --stdio") }
    }

    func run() async throws {
        let sets = try tools.map { try ToolSet.chosen($0) } ?? Set(ToolSet.allCases)
        guard !describe else { return try await printDescription(sets) }
        // Whoever starts the program chooses its folder, so a configuration found there is nobody's word.
        let wiring = try Wiring(options, extraSources: sources.sources, looksInFolder: false)
        guard let streams = StandardStreams.take() else {
            throw CommandError(.inputOutput, "the standard streams cannot be used: no descriptors are left")
        }
        let catalog = LibraryCatalog(library: wiring.library, defaults: wiring.configuration.inputs)
        // Both take their time, and a client waits for the first answer.
        async let opened = wiring.open()
        async let workflows = sets.contains(.workflows) ? catalog.offered(log: ServingDesk.log) : []
        let workplace = try await opened
        let server = try InvestigationServer(
            try ServingDesk.desk(of: workplace, catalog), workflows: await workflows, sets: sets)
        let serving = Task { await StdioTransport(streams).run(server.mcp, caller: InvestigationServer.localCaller) }
        let signals = Interrupts.watch { serving.cancel() }
        await serving.value
        for signal in signals { signal.cancel() }
        await server.close()
        await workplace.close()
    }

    private func printDescription(_ sets: Set<ToolSet>) async throws {
        let desk = try ServingDesk.bare()
        let server = try InvestigationServer(
            desk, workflows: await desk.workflows.offered(log: ServingDesk.log), sets: sets)
        options.output.raw(await Description(server).markdown())
        await server.close()
    }
}
