import JSON
import Model

/// A workflow file that was read and found right.
package struct Workflow: Sendable {
    package let name: String
    /// Such as `1.0.0`.
    package let version: String
    package let title: String
    package let description: String?
    package let inputs: [WorkflowInput]
    package let budget: WorkflowBudget
    /// In the order of the file.
    package let steps: [WorkflowStep]
    package let outputs: [WorkflowOutput]
    /// What a reader should look at next, in Markdown.
    package let guide: String?
    /// The file's text, which a run pins.
    package let text: String
    /// What works but was probably not meant so.
    package let warnings: [WorkflowProblem]
    /// For each step the steps that wait for it, in the order of the file.
    let dependents: [[Int]]
    /// For each step those that its expressions read.
    let reads: [[Int]]
    /// The steps that the outputs read.
    let outputReads: [Int]
    /// For each step whether anything reads what it gave.
    let hasReader: [Bool]
    private let places: [String: Int]

    init(
        header: WorkflowHeader, inputs: [WorkflowInput], budget: WorkflowBudget, steps: [WorkflowStep],
        outputs: [WorkflowOutput], text: String, warnings: [WorkflowProblem]
    ) {
        name = header.name
        version = header.version
        title = header.title
        description = header.description
        guide = header.guide
        self.inputs = inputs
        self.budget = budget
        let places = Dictionary(steps.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
        self.places = places
        self.steps = steps
        reads = steps.map { $0.reads(places) }
        self.outputs = outputs
        self.text = text
        self.warnings = warnings
        outputReads = outputs.flatMap(\.value.expressions).reads(places)
        hasReader = Self.readers(steps, reads: reads, outputs: outputReads)
        var dependents = [[Int]](repeating: [], count: steps.count)
        for (index, step) in steps.enumerated() {
            for need in step.needs { dependents[need].append(index) }
        }
        self.dependents = dependents
    }

    /// The step of that identifier.
    package func step(_ id: String) -> WorkflowStep? { place(of: id).map { steps[$0] } }

    func place(of id: String) -> Int? { places[id] }
}

/// The words at the head of a workflow file.
struct WorkflowHeader: Sendable {
    let name: String
    let version: String
    let title: String
    let description: String?
    let guide: String?
}

/// A value that a run gives back.
package struct WorkflowOutput: Sendable {
    package let name: String
    package let value: Template
}

/// What a run may use up; nil where the file sets no bound.
package struct WorkflowBudget: Hashable, Sendable {
    package let calls: Int?
    package let seconds: Int?
    package let bytes: Int?
    package let rows: Int?
    package let answer: Int?

    init(calls: Int? = nil, seconds: Int? = nil, bytes: Int? = nil, rows: Int? = nil, answer: Int? = nil) {
        self.calls = calls
        self.seconds = seconds
        self.bytes = bytes
        self.rows = rows
        self.answer = answer
    }
}
