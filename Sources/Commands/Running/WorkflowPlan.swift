import JSON
import Workflows

/// What a run of a workflow would do, as far as it is known before the first call.
struct WorkflowPlan {
    let workflow: Workflow
    let inputs: JSONObject
    /// In an order in which they can run: each step after those that it needs.
    let steps: [Step]

    /// A step of the plan.
    struct Step {
        let step: WorkflowStep
        /// Identifiers of the steps that end before.
        let needs: [String]
        /// The arguments; an expression that reads what only a run knows stands as `${{ … }}`.
        let arguments: JSONValue?
        /// Identifier of the step that runs when this one fails.
        let handler: String?
        /// Identifier of the step whose failure this one handles.
        let handles: String?
    }

    init(_ workflow: Workflow, inputs: JSONObject) {
        self.workflow = workflow
        self.inputs = inputs
        let known = PlannedValue(inputs: inputs)
        steps = Self.order(of: workflow).map { index in
            let step = workflow.steps[index]
            return Step(
                step: step, needs: step.needs.map { workflow.steps[$0].id },
                arguments: Self.arguments(of: step).map { known.value(of: $0) },
                handler: step.handler.map { workflow.steps[$0].id }, handles: step.handles.map { workflow.steps[$0].id }
            )
        }
    }

    private static func arguments(of step: WorkflowStep) -> Template? {
        switch step.action {
        case .call(let call): call.arguments
        case .workflow(let child): child.inputs
        case .approval, .question, .finding: nil
        }
    }

    /// The steps in waves: those that can start, then those that wait for them; within a wave as the file has them.
    private static func order(of workflow: Workflow) -> [Int] {
        var wave = [Int](repeating: -1, count: workflow.steps.count)
        for start in workflow.steps.indices where wave[start] < 0 {
            // Depth first without recursion: a chain may be as long as the file allows.
            var open = [start]
            while let index = open.last {
                let needs = workflow.steps[index].needs
                let unknown = needs.filter { wave[$0] < 0 }
                guard unknown.isEmpty else {
                    open += unknown
                    continue
                }
                wave[index] = (needs.map { wave[$0] }.max() ?? -1) + 1
                open.removeLast()
            }
        }
        return workflow.steps.indices.sorted { (wave[$0], $0) < (wave[$1], $1) }
    }
}

/// Values of a workflow file with the inputs put in.
struct PlannedValue {
    let inputs: JSONObject

    /// The value; an expression other than the bare name of an input stands as `${{ … }}`.
    func value(of template: Template) -> JSONValue {
        switch template {
        case .constant(let value): value
        case .expression(let expression): known(expression) ?? .string(Self.source(of: expression))
        case .text(let parts): .string(parts.map(text).joined())
        case .list(let elements): .array(elements.map(value))
        case .object(let members):
            .object(JSONObject(members.map { ($0.key, value(of: $0.value)) }, uniquingKeysWith: { $1 }))
        }
    }

    private func text(of part: Template.Part) -> String {
        switch part {
        case .text(let text): return text
        case .expression(let expression):
            switch known(expression) {
            case .string(let text)?: return text
            case .number(let number)?: return number.canonicalText
            case .bool(let value)?: return value ? "true" : "false"
            default: return Self.source(of: expression)
            }
        }
    }

    /// The value of an expression that only names an input, or a member of one.
    private func known(_ expression: Expression) -> JSONValue? {
        guard expression.references.count == 1, let path = expression.references.first, path.count > 1,
            path[0] == "inputs", expression.text.filter({ !$0.isWhitespace }) == path.joined(separator: ".")
        else { return nil }
        var value = inputs[path[1]]
        for name in path.dropFirst(2) { value = value?[name] }
        return value
    }

    static func source(of expression: Expression) -> String {
        "${{ \(expression.text.split(whereSeparator: \.isWhitespace).joined(separator: " ")) }}"
    }
}
