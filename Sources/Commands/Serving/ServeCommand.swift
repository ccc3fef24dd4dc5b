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
        discussion: "With --stdio the client starts this program and talks to it over its standard streams. With "
            + "--http clients connect to it, and each request bears a token. Messages for people go to standard "
            + "error.")

    @Flag(help: "Speak over standard input and output.")
    var stdio = false

    @Option(
        help: ArgumentHelp(
            "The sets of tools to offer: \(ToolSet.allCases.map(\.rawValue).joined(separator: ",")); all but the last when left out.",
            valueName: "set,…"))
    var tools: String?

    @Flag(help: "Print what the server offers as Markdown, without configuration, and end.")
    var describe = false

    @OptionGroup var network: HTTPOptions
    @OptionGroup var sources: SourceOptions
    @OptionGroup var options: GlobalOptions

    func validate() throws {
        guard [stdio, network.http != nil, describe].count(where: { $0 }) == 1 else {
            throw ValidationError("give --stdio or --http HOST:PORT")
        }
        guard network.http != nil || !network.isUsed else {
            throw ValidationError("these options need --http HOST:PORT")
        }
    }

    func run() async throws {
        let sets = try tools.map { try ToolSet.chosen($0) } ?? (describe ? Set(ToolSet.allCases) : ToolSet.standard)
        guard !describe else { return try await printDescription(sets) }
        if let address = network.http { return try await serve(at: address, sets) }
        // Whoever starts the program chooses its folder, so a configuration found there is nobody's word.
        let wiring = try Wiring(options, extraSources: sources.sources, looksInFolder: false)
        guard let streams = StandardStreams.take() else {
            throw CommandError(.inputOutput, "the standard streams cannot be used: no descriptors are left")
        }
        let place = try await ServingPlace(wiring, sets)
        let server = try place.server()
        ProgramPages.giveBack()
        let serving = Task { await StdioTransport(streams).run(server.mcp, caller: InvestigationServer.localCaller) }
        let signals = Interrupts.watch { serving.cancel() }
        await serving.value
        for signal in signals { signal.cancel() }
        await server.close()
        await place.workplace.close()
    }

    private func serve(at address: String, _ sets: Set<ToolSet>) async throws {
        #if HTTP
        let serving = try HTTPServing(network, at: address)
        let place = try await ServingPlace(
            try Wiring(options, extraSources: sources.sources, looksInFolder: false), sets)
        do {
            try await serving.run(place)
        } catch {
            await place.workplace.close()
            throw error
        }
        await place.workplace.close()
        #else
        throw CommandError(.usage, "this program was built without HTTP", hint: "build it with the trait HTTP")
        #endif
    }

    private func printDescription(_ sets: Set<ToolSet>) async throws {
        let desk = try ServingDesk.bare()
        let server = try InvestigationServer(
            desk, workflows: await desk.workflows.offered(log: ServingDesk.log), sets: sets)
        options.output.raw(await Description(server).markdown())
        await server.close()
    }
}
