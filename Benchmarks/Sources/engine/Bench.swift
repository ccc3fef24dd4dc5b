import Tooling
import Workflows

/// The workflows that are measured: of 10,000 steps that do nothing.
enum Bench {
    static let steps = 10_000

    /// A workflow that did not load, or a run that did not end.
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// Each step after the one before.
    static let chain = chain(of: steps)

    /// A number of steps, each after the one before.
    static func chain(of steps: Int) -> String { text(steps) { $0 == 0 ? "" : "s\($0 - 1)" } }

    /// All steps side by side.
    static let wide = text { _ in "" }

    /// A chain in which each step reads the one before, as those of real workflows do.
    static let reading = text(with: "{text: '${{ steps.s%.output.text }}'}") { $0 == 0 ? "" : "s\($0 - 1)" }

    /// One step for each element of a list.
    static let fanOut = """
        \(head)  - {id: list, uses: nothing@1}
          - id: each
            foreach: {in: '${{ steps.list.output.list }}', as: n, max-items: \(steps)}
            uses: nothing@1
            with: {text: '${{ string(n) }}'}

        """

    private static let head = "schema: 1\nname: bench\nversion: 1.0.0\nsteps:\n"

    private static func text(
        _ steps: Int = steps, with arguments: String? = nil, _ needs: (Int) -> String
    ) -> String {
        var text = head
        for index in 0..<steps {
            text += "  - {id: s\(index), uses: nothing@1, needs: [\(needs(index))]"
            if index > 0, let arguments { text += ", with: \(arguments.replacing("%", with: String(index - 1)))" }
            text += "}\n"
        }
        return text
    }

    static func load(_ text: String) throws -> Workflow {
        var limits = WorkflowLoader.Limits()
        limits.steps = steps + 1
        limits.bytes = 8 << 20
        switch WorkflowLoader(tools: [NoTool.contract], limits: limits).load(text: text, path: "bench.yaml") {
        case .success(let workflow): return workflow
        case .failure(let problems): throw Failure(description: problems.rendered)
        }
    }
}
