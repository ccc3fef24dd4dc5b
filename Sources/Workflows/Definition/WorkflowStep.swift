package import Model

/// One node of a workflow.
///
/// It never changes, and is looked at so often that copying it took a tenth of what a step costs.
package final class WorkflowStep: Sendable {
    package let id: String
    /// Words for a reader; nil when the identifier is all.
    package let name: String?
    package let action: StepAction
    /// Indices of the steps that must have ended before, ascending.
    package let needs: [Int]
    /// Whether the step runs, once its needs have ended.
    package let condition: Expression?
    package let fanOut: FanOut?
    package let until: Until?
    /// How long one attempt may take; nil for the executor's own bound.
    package let timeout: Duration?
    package let retry: RetryPolicy
    /// Index of the step that runs when this one fails.
    package let handler: Int?
    /// Index of the step whose failure this one handles.
    package let handles: Int?
    package let continuesOnError: Bool
    package let cache: CacheMode
    /// Asks before the step's call is made.
    package let approval: Approval?

    init(
        id: String, name: String?, action: StepAction, needs: [Int], condition: Expression?, fanOut: FanOut?,
        until: Until?, timeout: Duration?, retry: RetryPolicy, handler: Int?, handles: Int?, continuesOnError: Bool,
        cache: CacheMode, approval: Approval?
    ) {
        self.id = id
        self.name = name
        self.action = action
        self.needs = needs
        self.condition = condition
        self.fanOut = fanOut
        self.until = until
        self.timeout = timeout
        self.retry = retry
        self.handler = handler
        self.handles = handles
        self.continuesOnError = continuesOnError
        self.cache = cache
        self.approval = approval
    }

    /// The words that a reader sees.
    package var title: String { name ?? id }
}

/// What a step does; it is looked at more often than made, and taken out as one reference.
package indirect enum StepAction: Sendable {
    case call(ToolCall)
    case workflow(SubWorkflow)
    case finding(FindingTemplate)
    /// A gate: the steps that need it run only when it is approved.
    case approval(Approval)
    case question(Question)

    /// Whether the steps that need this one wait for somebody's agreement.
    var isGate: Bool {
        guard case .approval = self else { return false }
        return true
    }

    /// `search_logs@1`, `workflow/name@1`, `finding`, `approve` or `ask`.
    package var label: String {
        switch self {
        case .call(let call): "\(call.tool)@\(call.version)"
        case .workflow(let child): "workflow/\(child.workflow.name)@\(child.major)"
        case .finding: "finding"
        case .approval: "approve"
        case .question: "ask"
        }
    }
}

/// A call of a tool with arguments that are known once the step's needs have ended.
package struct ToolCall: Sendable {
    package let tool: String
    package let version: Int
    package let arguments: Template
}

/// Another workflow as a step.
package struct SubWorkflow: Sendable {
    package let major: Int
    package let inputs: Template
    private let content: [Workflow]

    init(_ workflow: Workflow, major: Int, inputs: Template) {
        content = [workflow]
        self.major = major
        self.inputs = inputs
    }

    // An array holds it, since a value cannot hold one of its own type.
    package var workflow: Workflow { content[0] }
}

/// Whether evidence of an equal call may answer a call.
package enum CacheMode: String, Sendable, CaseIterable {
    /// Earlier evidence is taken where there is some.
    case use
    /// The source is always asked.
    case refresh
    /// Only earlier evidence is taken; without any the call fails.
    case only
}

/// One step run for each element of a list.
package struct FanOut: Sendable {
    package enum Overflow: String, Sendable, CaseIterable { case truncate, fail }

    package let elements: Expression
    /// The name by which expressions of the step know the element.
    package let variable: String
    package let maxParallel: Int?
    package let maxItems: Int
    package let overflow: Overflow
}

/// A step that is repeated until something holds of its result.
package struct Until: Sendable {
    package let condition: Expression
    /// The pause between the attempts.
    package let every: Duration
    /// Attempts in all.
    package let maximum: Int
}

/// How often and when a failed call is made again.
package struct RetryPolicy: Hashable, Sendable {
    package enum Backoff: String, Sendable, CaseIterable { case constant, exponential }

    /// Attempts in all; 1 for no repetition.
    package var maxAttempts = 1
    package var delay: Duration = .seconds(1)
    package var backoff = Backoff.exponential
    package var jitter = true
    package var errors = Self.standardErrors

    private static let standardErrors: Set<ToolError.Kind> = [.communication, .timeout, .rateLimited]

    /// The longest pause that backing off leads to.
    package static let maximumDelay: Duration = .seconds(3600)
}

/// A question for somebody's agreement.
package struct Approval: Sendable {
    package let message: Template
    /// Groups whose members may approve; empty for everybody who may approve at all.
    package let groups: [String]
    /// True when the client's word is enough (`by: client`).
    package let acceptsClient: Bool
    package let expires: Duration?
    package let onExpiry: OnExpiry
}

/// What happens when nobody answered in time.
package enum OnExpiry: String, Sendable, CaseIterable { case deny, skip, fail }

/// A question for information; the answer is the step's output.
package struct Question: Sendable {
    package let message: Template
    package let schema: AnswerSchema
    package let expires: Duration?
    package let onExpiry: OnExpiry
}
