import Model
import Server
import Sessions
import Store
import Workflows

/// An open database and the workflows that are offered over it: what servers are made of.
struct ServingPlace: Sendable {
    let workplace: Workplace
    private let catalog: LibraryCatalog
    private let workflows: [Workflow]
    private let sets: Set<ToolSet>

    /// Opens the database and reads the workflows.
    init(_ wiring: Wiring, _ sets: Set<ToolSet>) async throws {
        let catalog = LibraryCatalog(library: wiring.library, defaults: wiring.configuration.inputs)
        // Both take their time, and a client waits for the first answer.
        async let opened = wiring.open()
        async let offered = sets.contains(.workflows) ? catalog.offered(log: ServingDesk.log) : []
        workplace = try await opened
        workflows = await offered
        self.catalog = catalog
        self.sets = sets
    }

    /// A server for the bearer of a token; for a client of the local user without one.
    ///
    /// - Parameter isRemote: Whether that client may be on another machine.
    func server(for token: TokenAdded? = nil, isRemote: Bool = false) throws -> InvestigationServer {
        try InvestigationServer(
            try ServingDesk.desk(of: workplace, catalog, for: token, isRemote: isRemote), workflows: workflows,
            sets: sets)
    }
}
