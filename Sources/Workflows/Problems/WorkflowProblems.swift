import Model

/// All that is wrong with a workflow file.
package struct WorkflowProblems: CodedError, Hashable {
    /// In the order of the text; warnings are among them.
    package let problems: [WorkflowProblem]

    package init(_ problems: [WorkflowProblem]) { self.problems = problems }

    package var code: String { "validation" }

    /// The first problem and how many more there are.
    package var message: String {
        let errors = problems.filter { !$0.isWarning }
        guard let first = errors.first else { return "the workflow has no problems" }
        let more = errors.count > 1 ? ", and \(errors.count - 1) more" : ""
        return "\(first.file):\(first.line):\(first.column): \(first.message)\(more)"
    }

    package var hint: String? { problems.first { !$0.isWarning }?.hint }

    /// Every problem with its line of the file underlined.
    package var rendered: String { problems.map(\.rendered).joined(separator: "\n") }
}
