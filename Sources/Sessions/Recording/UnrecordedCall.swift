package import JSON
import Model

/// A call that a replayed workflow wanted to make and that was never recorded.
package struct UnrecordedCall: Hashable, Sendable {
    /// Nil for a call outside a run.
    package let step: StepPlace?
    package let attempt: Int
    package let tool: String
    package let version: Int
    /// Redacted.
    package let arguments: JSONValue

    /// What the step is told.
    var error: ToolError {
        let words = arguments.canonicalText().shortened(to: 300)
        let asker = step.map { "step `\($0)` asks" } ?? "this asks"
        return ToolError(
            .notFound, "\(asker) \(tool)@\(version) with \(words), which was not recorded",
            hint: "only a run that reads the sources can tell; run the workflow again, and record that")
    }
}
