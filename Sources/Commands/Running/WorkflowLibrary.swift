import Model
import Tooling
import Workflows

/// Finds workflows: as a path, in the configuration's folders, then among the shipped ones.
struct WorkflowLibrary: Sendable {
    let folders: [String]
    let currentFolder: String
    let tools: [ToolContract]
    /// Nil where sources are not checked.
    let sources: SourceCatalog?

    /// The workflow of that name or path, checked.
    /// - Throws: `CommandError` when there is none, `WorkflowProblems` when it is not right.
    func find(_ name: String) throws -> Workflow {
        guard let file = try file(name) else {
            let known = try names().joined(separator: ", ")
            throw CommandError(
                .notFound, "there is no workflow `\(name)`",
                hint: "a path to a file, or one of: \(known)")
        }
        return try loader.load(text: file.text, path: file.path).get()
    }

    /// Loads the texts that a run has pinned; the sources are not checked, they may have changed since.
    func load(text: String, name: String, children: [String: String]) throws -> Workflow {
        let pinned: @Sendable (String) -> WorkflowLoader.File? = { name in
            children[name].map { WorkflowLoader.File(path: "\(name).yaml", text: $0) }
        }
        return try WorkflowLoader(tools: tools, sources: nil, workflows: pinned).load(text: text, path: name).get()
    }

    /// The names that can be found without a path, each once.
    func names() throws -> [String] {
        var names = Set(ShippedWorkflows.names)
        for folder in folders { names.formUnion(FolderNames.all(in: folder, endingIn: ".yaml")) }
        return names.sorted()
    }

    /// The names behind which the shipped file stands, and none of a folder.
    func shipped() throws -> Set<String> {
        folders.reduce(into: Set(ShippedWorkflows.names)) { names, folder in
            names.subtract(FolderNames.all(in: folder, endingIn: ".yaml"))
        }
    }

    /// The file behind a name.
    func file(_ name: String) throws -> WorkflowLoader.File? {
        if name.contains("/") || name.hasSuffix(".yaml") || name.hasSuffix(".yml") {
            let path = PathText.absolute(name, relativeTo: currentFolder)
            return try read(path).map { WorkflowLoader.File(path: name, text: $0) }
        }
        guard SourceName.isValid(name) else { return nil }
        for folder in folders {
            let path = "\(folder)/\(name).yaml"
            if let text = try read(path) { return WorkflowLoader.File(path: path, text: text) }
        }
        return ShippedWorkflows.text(of: name).map { WorkflowLoader.File(path: "\(name).yaml", text: $0) }
    }

    private var loader: WorkflowLoader { WorkflowLoader(tools: tools, sources: sources, workflows: nested) }

    private var nested: @Sendable (String) -> WorkflowLoader.File? {
        { name in try? file(name) }
    }

    private func read(_ path: String) throws(CommandError) -> String? {
        try TextFile.read(path, limit: WorkflowLoader.Limits().bytes, code: .workflow)
    }
}
