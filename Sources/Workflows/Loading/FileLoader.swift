import CEL
import JSON
import Model
import RE2
import Tooling
import YAML

/// Reads one workflow file; a problem is noted and the reading goes on, so that all are found at once.
struct FileLoader {
    let loader: WorkflowLoader
    let file: SourceFile
    let text: String
    /// The names of the workflows around this one, the outermost first.
    let outer: [String]
    var problems: ProblemList

    var inputs: [WorkflowInput] = []
    var inputTypes: [String: CELType] = [:]
    var defaults = StepDefaults()
    var drafts: [StepDraft] = []
    var places: [String: Int] = [:]
    var graph = StepGraph(count: 0)
    /// For each step that handles a failure the one whose failure it is.
    var handled: [Int: Int] = [:]
    /// The tools that steps use, by what stands in `uses`.
    var usedTools: [String: ToolContract] = [:]
    /// The workflows that steps use, each read once.
    var children: [String: Result<Workflow, WorkflowProblems>] = [:]
    /// The types of tools' outputs and compiled schemas of their arguments, by tool and place.
    var outputTypes: [String: CELType] = [:]
    var schemas: [String: JSONSchema] = [:]
    /// The format's forms of texts, compiled.
    var forms: [String: RegularExpression] = [:]

    init(_ loader: WorkflowLoader, file: SourceFile, text: String, outer: [String]) {
        self.loader = loader
        self.file = file
        self.text = text
        self.outer = outer
        problems = ProblemList(file: file)
    }

    /// Reads the file; nil when it is no mapping at all.
    mutating func run() -> Workflow? {
        let (root, found) = YAMLReader.parse(file)
        problems = found
        guard let root else {
            guard problems.isClean else { return nil }
            problems.add(.yaml, SourceRange(0, 0), "the file is empty", hint: "a workflow begins with `schema: 1`")
            return nil
        }
        checkWords(root)
        guard let fields = fields(root, Format.workflow) else { return nil }
        if let steps = fields["steps"], case .sequence(let nodes) = steps.kind, nodes.count > loader.limits.steps {
            problems.add(
                .limit, fields.keyRange("steps"),
                "the workflow has \(nodes.count) steps; at most \(loader.limits.steps) are accepted",
                hint: "use `foreach`, or workflows that use each other")
            return nil
        }
        return workflow(fields)
    }

    private mutating func workflow(_ fields: Fields) -> Workflow? {
        _ = whole(fields, "schema")
        let name = text(fields, "name") ?? ""
        let header = WorkflowHeader(
            name: name, version: text(fields, "version") ?? "", title: text(fields, "title") ?? name,
            description: text(fields, "description"), guide: text(fields, "guide"))
        readInputs(fields["inputs"])
        let budget = self.budget(fields["budget"])
        readDefaults(fields["defaults"])
        readSteps(fields)
        linkSteps()
        let steps = drafts.indices.map { step($0) }
        let outputs = self.outputs(fields["outputs"])
        guard problems.isClean else { return nil }
        return Workflow(
            header: header, inputs: inputs, budget: budget, steps: steps.compactMap { $0 }, outputs: outputs,
            text: text, warnings: problems.sorted)
    }

    private mutating func budget(_ node: YAMLNode?) -> WorkflowBudget {
        guard let node, let fields = fields(node, Format.budget) else { return WorkflowBudget() }
        return WorkflowBudget(
            calls: whole(fields, "calls"), seconds: whole(fields, "seconds"), bytes: size(fields, "bytes"),
            rows: whole(fields, "rows"), answer: size(fields, "answer"))
    }

    private mutating func readDefaults(_ node: YAMLNode?) {
        guard let node, let fields = fields(node, Format.defaults) else { return }
        defaults.timeout = duration(fields, "timeout")
        defaults.cache = word(fields, "cache").flatMap(CacheMode.init) ?? .use
        if let node = fields["retry"] { defaults.retry = retry(node, from: RetryPolicy()) }
    }

    private mutating func outputs(_ node: YAMLNode?) -> [WorkflowOutput] {
        guard let node else { return [] }
        guard case .mapping(let pairs) = node.kind else {
            mismatch(node, "a mapping of names to values")
            return []
        }
        let scope = CheckScope(owner: nil, mayRead: .everything, variable: nil, assuming: [])
        return pairs.map { pair in
            checkName(pair, of: "an output")
            return WorkflowOutput(name: pair.key.text, value: template(pair.value, scope))
        }
    }

    /// A name that the file chooses must be one that expressions can say.
    mutating func checkName(_ pair: YAMLPair, of what: String) {
        guard case .form(let pattern, let words) = Format.identifier, !matches(pattern, pair.key.text) else { return }
        problems.add(
            .invalidValue, pair.keyRange, "\(pair.key.text.shownAsName) cannot be the name of \(what)",
            hint: "names are \(words)")
    }

    /// Notes plain words that YAML 1.1 takes for booleans, wherever they stand.
    private mutating func checkWords(_ node: YAMLNode) {
        switch node.kind {
        case .scalar(let scalar): checkWord(scalar, node.range, "a value")
        case .sequence(let elements): elements.forEach { checkWords($0) }
        case .mapping(let pairs):
            for pair in pairs {
                checkWord(pair.key, pair.keyRange, "a key")
                checkWords(pair.value)
            }
        }
    }

    private mutating func checkWord(_ scalar: YAMLScalar, _ range: SourceRange, _ what: String) {
        guard scalar.style == .plain, YAMLValue.isAmbiguous(scalar.text) else { return }
        let word = scalar.text
        problems.add(
            .ambiguousWord, range, "the bare word `\(word)` as \(what): some readers of YAML take it for a boolean",
            hint: "write `true` or `false`, or quote it: '\(word)'")
    }
}

/// What holds for steps that do not say otherwise.
struct StepDefaults {
    var timeout: Duration?
    var retry: RetryPolicy?
    var cache = CacheMode.use
}
