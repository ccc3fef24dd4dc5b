import JSON
import Model
import Workflows

extension WorkflowPlan {
    /// As the command line's JSON shows it.
    var json: JSONValue {
        [
            "workflow": [
                "name": .string(workflow.name), "version": .string(workflow.version), "title": .string(workflow.title),
            ],
            "inputs": .object(inputs),
            "budget": [
                "calls": Self.number(workflow.budget.calls), "seconds": Self.number(workflow.budget.seconds),
                "bytes": Self.number(workflow.budget.bytes), "rows": Self.number(workflow.budget.rows),
                "answer": Self.number(workflow.budget.answer),
            ],
            "steps": .array(steps.map(\.json)),
        ]
    }

    private static func number(_ value: Int?) -> JSONValue { value.map { JSONValue($0) } ?? .null }
}

extension WorkflowPlan.Step {
    /// As the command line's JSON shows it; durations in milliseconds.
    var json: JSONValue {
        [
            "id": .string(step.id), "name": .string(step.title), "does": .string(step.action.label),
            "with": arguments ?? .null, "needs": .array(needs.map { .string($0) }),
            "if": step.condition.map { .string($0.text) } ?? .null, "foreach": foreach, "until": until,
            "timeoutMilliseconds": step.timeout.map { JSONValue($0.milliseconds) } ?? .null, "retry": retry,
            "onError": handler.map { .string($0) } ?? .null, "handles": handles.map { .string($0) } ?? .null,
            "continueOnError": .bool(step.continuesOnError),
            "cache": isCall ? .string(step.cache.rawValue) : .null, "asksFirst": .bool(step.approval != nil),
        ]
    }

    /// Whether the step calls a tool, which alone can be timed and repeated.
    var isCall: Bool { if case .call = step.action { true } else { false } }

    private var foreach: JSONValue {
        guard let fanOut = step.fanOut else { return .null }
        return [
            "in": .string(fanOut.elements.text), "as": .string(fanOut.variable),
            "maxParallel": fanOut.maxParallel.map { JSONValue($0) } ?? .null, "maxItems": JSONValue(fanOut.maxItems),
            "onOverflow": .string(fanOut.overflow.rawValue),
        ]
    }

    private var until: JSONValue {
        guard let until = step.until else { return .null }
        return [
            "condition": .string(until.condition.text), "everyMilliseconds": JSONValue(until.every.milliseconds),
            "max": JSONValue(until.maximum),
        ]
    }

    private var retry: JSONValue {
        guard isCall else { return .null }
        return [
            "maxAttempts": JSONValue(step.retry.maxAttempts),
            "delayMilliseconds": JSONValue(step.retry.delay.milliseconds),
            "backoff": .string(step.retry.backoff.rawValue), "jitter": .bool(step.retry.jitter),
            "errors": .array(step.retry.errors.map(\.rawValue).sorted().map { .string($0) }),
        ]
    }
}
