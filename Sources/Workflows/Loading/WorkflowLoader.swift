package import Tooling

/// Reads workflow files and finds all that is wrong with them.
///
/// ```swift
/// let loader = WorkflowLoader(tools: contracts, sources: catalog)
/// switch loader.load(text: text, path: "workflows/disk.yaml") {
/// case .success(let workflow): print(workflow.name)
/// case .failure(let problems): print(problems.rendered)
/// }
/// ```
package struct WorkflowLoader: Sendable {
    /// What a file may hold at most.
    package struct Limits: Sendable {
        /// UTF-8 bytes of a file.
        package var bytes = 1 << 20
        package var steps = 2000
        /// Workflows within workflows.
        package var depth = 8

        package init() {}
    }

    /// The file of a workflow that another one uses.
    package struct File: Sendable {
        /// As problems name it.
        package let path: String
        package let text: String

        package init(path: String, text: String) {
            self.path = path
            self.text = text
        }
    }

    let tools: [String: ToolContract]
    let sources: SourceCatalog?
    let workflows: @Sendable (String) -> File?
    let limits: Limits

    /// Makes a loader.
    ///
    /// - Parameters:
    ///   - tools: The tools that steps can use.
    ///   - sources: The operator's sources; nil to leave the names of sources unchecked.
    ///   - limits: What a file may hold.
    ///   - workflows: Finds the file of a workflow by its name.
    package init(
        tools: [ToolContract], sources: SourceCatalog? = nil, limits: Limits = Limits(),
        workflows: @escaping @Sendable (String) -> File? = { _ in nil }
    ) {
        self.tools = Dictionary(tools.map { ($0.name, $0) }, uniquingKeysWith: { _, last in last })
        self.sources = sources
        self.workflows = workflows
        self.limits = limits
    }

    /// Reads a file.
    ///
    /// - Parameters:
    ///   - text: What stands in it.
    ///   - path: How problems name it.
    package func load(text: String, path: String) -> Result<Workflow, WorkflowProblems> {
        load(File(path: path, text: text), within: [])
    }

    func load(_ file: File, within outer: [String]) -> Result<Workflow, WorkflowProblems> {
        guard file.text.utf8.count <= limits.bytes else {
            let source = SourceFile(name: file.path, text: String(decoding: file.text.utf8.prefix(200), as: UTF8.self))
            let problem = WorkflowProblem(
                .limit, SourceRange(0, 1), in: source,
                "the file has \(file.text.utf8.count) bytes; at most \(limits.bytes) are read",
                hint: "split it into workflows that use each other")
            return .failure(WorkflowProblems([problem]))
        }
        var loader = FileLoader(self, file: SourceFile(name: file.path, text: file.text), text: file.text, outer: outer)
        let workflow = loader.run()
        guard let workflow, loader.problems.isClean else { return .failure(WorkflowProblems(loader.problems.sorted)) }
        return .success(workflow)
    }
}
