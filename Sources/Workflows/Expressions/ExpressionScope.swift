import CEL
import JSON

/// What the expressions of a step can see.
struct ExpressionScope: Sendable {
    let inputs: CELValue
    let session: CELValue
    let run: CELValue
    /// The `steps.x` of the steps that the owner reads.
    var steps: [String: JSONValue]
    /// The element of a fan-out with its name.
    var element: (name: String, value: CELValue)?
    /// Whether something that the step needs, however far back, has failed.
    var hasFailed = false
}

/// Lends a scope to an evaluation.
struct ScopeActivation: CELActivation {
    let scope: ExpressionScope
    /// The steps that the expression names; a run has many more.
    let steps: [String]

    func value(of name: String) throws(CELError) -> CELValue? {
        switch name {
        case "steps":
            var members = JSONObject()
            for step in steps { members[step] = scope.steps[step] ?? .null }
            return .map(CELMap(members))
        case "inputs": return scope.inputs
        case "session": return scope.session
        case "run": return scope.run
        default:
            guard let element = scope.element, element.name == name else { return nil }
            return element.value
        }
    }

    func call(_ function: String, _ arguments: [CELValue]) throws(CELError) -> CELValue? {
        switch function {
        case "failure": .bool(scope.hasFailed)
        case "always": .bool(true)
        default: nil
        }
    }
}
