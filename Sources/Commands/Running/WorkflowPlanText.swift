import JSON
import Model
import Workflows

/// A plan for a reader.
struct WorkflowPlanText {
    let text: String
    private static let width = 160

    init(_ plan: WorkflowPlan, _ output: Output) {
        let workflow = plan.workflow
        let name = Printable.clean("\(workflow.name) \(workflow.version)")
        var lines = ["\(output.paint(name, .bold))  \(Printable.clean(workflow.title))"]
        lines += plan.inputs.map { "  input   \(Printable.cut("\($0.0) = \($0.1.serialized())", to: Self.width))" }
        lines.append("  budget  \(Self.words(of: workflow.budget))")
        for (index, step) in plan.steps.enumerated() {
            let number = String(index + 1)
            let head = "\(output.paint(step.step.id, .bold))  \(step.step.action.label)"
            lines += ["", String(repeating: " ", count: max(0, 3 - number.count)) + "\(number)  \(head)"]
            lines += Self.details(of: step).map { label, words in
                "     \(output.paint(label.padded(to: 9), .dim))\(Printable.cut(words, to: Self.width))"
            }
        }
        lines += ["", "No call was made. What stands in `${{ }}` is worked out by a run."]
        text = lines.joined(separator: "\n")
    }

    private static func words(of budget: WorkflowBudget) -> String {
        let parts = [
            budget.calls.map { "\($0) calls" }, budget.seconds.map { "\($0) s" },
            budget.bytes.map { "\($0) bytes read" }, budget.rows.map { "\($0) rows read" },
            budget.answer.map { "\($0) bytes of answers" },
        ].compactMap { $0 }
        return parts.isEmpty ? "no bound" : "at most " + parts.joined(separator: ", ")
    }

    private static func details(of planned: WorkflowPlan.Step) -> [(String, String)] {
        let step = planned.step
        var details: [(String, String)] = []
        for (name, value) in planned.arguments?.objectValue ?? [:] {
            details.append(("with", "\(name): \(shown(value))"))
        }
        details.append(("needs", planned.needs.isEmpty ? "nothing" : planned.needs.joined(separator: ", ")))
        if let condition = step.condition { details.append(("if", oneLine(condition.text))) }
        if let handled = planned.handles { details.append(("only if", "`\(handled)` fails")) }
        if let fanOut = step.fanOut {
            let parallel = fanOut.maxParallel.map { ", \($0) at a time" } ?? ""
            details.append(("foreach", "\(fanOut.variable) in \(oneLine(fanOut.elements.text))"))
            details.append(("", "at most \(fanOut.maxItems)\(parallel); more: \(fanOut.overflow.rawValue)"))
        }
        if let until = step.until {
            let pace = "every \(until.every.shortText), at most \(until.maximum) times"
            details.append(("until", "\(oneLine(until.condition.text)), \(pace)"))
        }
        if step.approval != nil { details.append(("approve", "a person is asked first")) }
        guard planned.isCall else { return details }
        if let timeout = step.timeout { details.append(("timeout", timeout.shortText)) }
        if step.retry.maxAttempts > 1 { details.append(("retry", words(of: step.retry))) }
        if let handler = planned.handler { details.append(("on-error", handler)) }
        if step.continuesOnError { details.append(("failing", "the run goes on")) }
        return details
    }

    private static func words(of retry: RetryPolicy) -> String {
        let growth = retry.backoff == .exponential ? "doubling from \(retry.delay.shortText)" : retry.delay.shortText
        let errors = retry.errors.map(\.rawValue).sorted().joined(separator: ", ")
        return "\(retry.maxAttempts) attempts, pause \(growth)\(retry.jitter ? " or less" : ""), after \(errors)"
    }

    /// A text that is one expression without quotation marks, anything else as JSON.
    private static func shown(_ value: JSONValue) -> String {
        guard case .string(let text) = value, text.hasPrefix("${{") else { return value.serialized() }
        return text
    }

    private static func oneLine(_ text: String) -> String {
        text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}
