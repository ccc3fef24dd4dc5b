import CEL
import JSON

/// An expression of a workflow, compiled once, with its place in the file.
package struct Expression: Sendable {
    /// The expression's text without `${{ }}`.
    package let text: String
    /// What it reads, such as `["steps", "onset", "output"]`.
    package let references: [[String]]
    /// The identifiers of the steps that it reads, each once.
    let steps: [String]
    /// True when it asks `failure()` or `always()`, and so decides for itself what a failed need means.
    let asksForOutcome: Bool
    let program: CELProgram
    let place: ExpressionPlace

    /// The value as JSON; an absent optional is null.
    func evaluate(_ scope: ExpressionScope) throws(ExpressionFailure) -> JSONValue {
        try value(scope).json
    }

    /// The value, and whether it is an optional that is absent.
    func value(_ scope: ExpressionScope) throws(ExpressionFailure) -> (json: JSONValue, isAbsent: Bool) {
        do throws(CELError) {
            let value = try program.evaluate(ScopeActivation(scope: scope, steps: steps))
            if case .optional(nil) = value { return (.null, true) }
            return (try value.json(), false)
        } catch {
            throw ExpressionFailure(error, of: text, at: place)
        }
    }

    /// The value of a condition.
    func isTrue(_ scope: ExpressionScope) throws(ExpressionFailure) -> Bool {
        let value = try evaluate(scope)
        guard case .bool(let isTrue) = value else {
            throw ExpressionFailure(
                message:
                    "\(place.description): the condition \(text.shownAsName) gave \(value.typeName), not a boolean",
                hint: "compare with something: a condition is never merely truthy")
        }
        return isTrue
    }
}

/// Why an expression had no value.
struct ExpressionFailure: Error, Hashable, Sendable {
    let message: String
    let hint: String?

    init(message: String, hint: String? = nil) {
        self.message = message
        self.hint = hint
    }

    init(_ error: CELError, of text: String, at place: ExpressionPlace) {
        message = "\(place.describe(error.span)): \(error.message) in \(text.shownAsName)"
        hint = error.hint
    }
}

/// Where an expression stands in its file.
final class ExpressionPlace: Sendable, CustomStringConvertible {
    let file: SourceFile
    /// The scalar that holds it.
    let scalar: YAMLScalar
    let scalarRange: SourceRange
    /// Offset of the expression in the scalar's text, in bytes.
    let offset: Int
    let length: Int

    init(file: SourceFile, scalar: YAMLScalar, scalarRange: SourceRange, offset: Int, length: Int) {
        self.file = file
        self.scalar = scalar
        self.scalarRange = scalarRange
        self.offset = offset
        self.length = length
    }

    /// The part of the file.
    func range(_ span: CELSpan? = nil) -> SourceRange {
        guard let span else { return scalar.range(from: offset, length: length, within: scalarRange) }
        return scalar.range(from: offset + span.start.offset, length: span.length, within: scalarRange)
    }

    func describe(_ span: CELSpan?) -> String {
        let position = file.position(of: range(span).start)
        return "\(file.name):\(position.line):\(position.column)"
    }

    var description: String { describe(nil) }
}
