/// Gathers what is wrong with one file.
struct ProblemList {
    /// No more than these are kept, so that a hostile file does not make a hostile answer.
    static let maximum = 200

    let file: SourceFile
    private(set) var problems: [WorkflowProblem] = []
    private var seen: Set<WorkflowProblem> = []

    init(file: SourceFile) { self.file = file }

    /// True when nothing stops the load.
    var isClean: Bool { problems.allSatisfy(\.isWarning) }

    mutating func add(_ code: WorkflowProblem.Code, _ range: SourceRange, _ message: String, hint: String? = nil) {
        append(WorkflowProblem(code, range, in: file, message, hint: hint))
    }

    /// Takes a problem over, of another file perhaps; the same one is kept once.
    mutating func append(_ problem: WorkflowProblem) {
        guard problems.count < Self.maximum, seen.insert(problem).inserted else { return }
        problems.append(problem)
    }

    /// All of them in the order of the text.
    var sorted: [WorkflowProblem] {
        problems.enumerated().sorted { left, right in
            let a = left.element
            let b = right.element
            if (a.file == file.name) != (b.file == file.name) { return a.file == file.name }
            if a.line != b.line { return a.line < b.line }
            if a.column != b.column { return a.column < b.column }
            return left.offset < right.offset
        }
        .map(\.element)
    }
}
