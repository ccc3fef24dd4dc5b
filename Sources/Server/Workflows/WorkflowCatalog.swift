package import Workflows

/// Where the server's workflows come from.
package protocol WorkflowCatalog: Sendable {
    /// The operator's defaults for inputs of that name, as text.
    var defaults: [String: String] { get }

    /// The names that clients may use; never paths.
    func names() throws -> [String]

    /// Those of them that came with the program, and not from a folder of the operator's.
    func shipped() throws -> Set<String>

    /// The workflow of one of these names, checked.
    func workflow(named name: String) throws -> Workflow

    /// The workflow that a run has pinned.
    func pinned(text: String, name: String, children: [String: String]) throws -> Workflow
}

extension WorkflowCatalog {
    /// The workflows that have a tool of their own at most; `run_workflow` runs the others as well.
    private var most: Int { 16 }

    /// The workflows that are right, the shipped ones first, each ordered by name; checked side by side, since a client
    /// waits for the first answer.
    ///
    /// - Parameter log: Told of those that are not right.
    package func offered(log: @escaping @Sendable (String) -> Void) async -> [Workflow] {
        let shipped = (try? shipped()) ?? []
        let all = (try? names()) ?? []
        let names = (all.filter { shipped.contains($0) } + all.filter { !shipped.contains($0) }).prefix(most)
        let found = await withTaskGroup(of: (String, Workflow)?.self) { group in
            for name in names {
                group.addTask {
                    do {
                        return (name, try workflow(named: name))
                    } catch {
                        log("the workflow \(name) is not right; `casebook workflow validate \(name)` says why")
                        return nil
                    }
                }
            }
            return await group.reduce(into: [String: Workflow]()) { known, found in
                if let (name, workflow) = found { known[name] = workflow }
            }
        }
        return names.compactMap { found[$0] }
    }
}
