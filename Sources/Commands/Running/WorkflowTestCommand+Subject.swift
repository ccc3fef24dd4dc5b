import JSON
import Model
import Policy
import Sessions
import Workflows

/// A workflow and the folder of its recorded cases.
struct CaseSubject {
    let workflow: Workflow
    /// Nil for a shipped workflow outside the repository, which alone holds the cases.
    let folder: String?

    /// Finds a workflow by path or name.
    ///
    /// In the repository the name of a shipped workflow means the file there, so that an edit is tested before a build.
    /// Names of sources are not checked: the cases bring theirs.
    init(_ name: String, in library: WorkflowLibrary) throws {
        let isPath = name.contains("/") || name.hasSuffix(".yaml") || name.hasSuffix(".yml")
        let given = isPath ? PathText.absolute(name, relativeTo: library.currentFolder) : nil
        var path = given ?? library.folders.map { "\($0)/\(name).yaml" }.first { PathText.exists($0) }
        if path == nil, ShippedWorkflows.names.contains(name) {
            path = Self.repositoryFile(of: name, above: library.currentFolder)
        }
        guard let file = try library.file(path ?? name) else {
            let known = try library.names().joined(separator: ", ")
            throw CommandError(
                .notFound, "there is no workflow `\(name)`", hint: "a path to a file, or one of: \(known)")
        }
        workflow = try WorkflowLoader(
            tools: library.tools, sources: nil, workflows: { try? library.file($0) }
        ).load(text: file.text, path: isPath ? name : file.path).get()
        let parent = path.flatMap { path in path.lastIndex(of: "/").map { path[..<$0] } }
        folder = parent.map { [name = workflow.name] in "\($0)/tests/\(name)" }
    }

    /// The nearest `workflows/NAME.yaml` in a folder or one above it.
    private static func repositoryFile(of name: String, above folder: String) -> String? {
        var folder = folder[...]
        while true {
            let path = "\(folder == "/" ? "" : folder)/workflows/\(name).yaml"
            if PathText.exists(path) { return path }
            guard let slash = folder.lastIndex(of: "/"), !folder.isEmpty else { return nil }
            folder = folder[..<slash]
        }
    }

    /// The names of the cases, ordered.
    var cases: [String] { folder.map { FolderNames.all(in: $0, endingIn: ".json") } ?? [] }

    /// Where a case stands.
    func path(of name: String) -> String { "\(folder ?? ".")/\(name).json" }

    /// Runs the workflow over one case.
    func test(_ name: String, with replayer: Replayer) async throws -> CaseResult {
        let path = path(of: name)
        var result = CaseResult(workflow: workflow.name, name: name, path: path)
        do {
            guard let text = try TextFile.read(path, limit: RecordedCase.maximumBytes, code: .workflow) else {
                throw CommandError(.notFound, "\(path) is gone")
            }
            let recorded = try RecordedCase(text: text, path: path)
            guard recorded.workflow == workflow.name else {
                throw CommandError(
                    .workflow, "this is a case of `\(recorded.workflow)`",
                    hint: "it belongs into tests/\(recorded.workflow)/")
            }
            let inputs = try workflow.resolveInputs(given: recorded.recording.inputs)
            let replay = try await replayer.replay(workflow, inputs: inputs, over: recorded.recording)
            result.differences = replay.outcome.differences(from: recorded.expected)
            result.unrecorded = replay.unrecorded
        } catch let error as any CodedError {
            result.error = error
        }
        return result
    }
}

extension Wiring {
    /// Replays runs by the contracts of this program's tools.
    func replayer() throws -> Replayer {
        let library = library
        return Replayer(
            registry: registry(), rules: try RedactionRules(custom: configuration.redaction),
            load: { try library.load(text: $0, name: $1, children: $2) })
    }
}
