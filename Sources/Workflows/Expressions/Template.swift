package import JSON

/// A value of a workflow file in which expressions may stand.
package indirect enum Template: Sendable {
    case constant(JSONValue)
    /// A text that is one whole `${{ }}`; the value keeps its type.
    case expression(Expression)
    /// Text with expressions in it.
    case text([Part])
    case list([Template])
    case object([(key: String, value: Template)])

    /// A part of a text.
    package enum Part: Sendable {
        case text(String)
        case expression(Expression)
    }

    /// The value.
    ///
    /// Members whose whole value is an absent optional are left out, so that an argument can be given only where there
    /// is something to give.
    ///
    /// - Parameter scope: Made only where an expression is to see it.
    func resolve(_ scope: @autoclosure () -> ExpressionScope) throws(ExpressionFailure) -> JSONValue {
        switch self {
        case .constant(let value): return value
        case .expression(let expression): return try expression.evaluate(scope())
        case .text(let parts): return .string(try Self.text(parts, scope()))
        case .list(let elements):
            let scope = scope()
            var values: [JSONValue] = []
            values.reserveCapacity(elements.count)
            for element in elements { values.append(try element.resolve(scope)) }
            return .array(values)
        case .object(let members):
            let scope = scope()
            var object = JSONObject()
            for (key, member) in members {
                if case .expression(let expression) = member {
                    let value = try expression.value(scope)
                    if !value.isAbsent { object[key] = value.json }
                } else {
                    object[key] = try member.resolve(scope)
                }
            }
            return .object(object)
        }
    }

    private static func text(_ parts: [Part], _ scope: ExpressionScope) throws(ExpressionFailure) -> String {
        var text = ""
        for part in parts {
            switch part {
            case .text(let words): text += words
            case .expression(let expression): text += try Self.words(of: expression, scope)
            }
        }
        return text
    }

    private static func words(of expression: Expression, _ scope: ExpressionScope) throws(ExpressionFailure) -> String {
        let value = try expression.evaluate(scope)
        switch value {
        case .string(let text): return text
        case .number(let number): return number.canonicalText
        case .bool(let value): return value ? "true" : "false"
        case .null, .array, .object:
            throw ExpressionFailure(
                message: "\(expression.place.description): \(expression.text.shownAsName) gave "
                    + "\(value.isNull ? "null" : "a \(value.typeName)"), which cannot stand in a text",
                hint: value.isNull ? "give a value for that case: `.orValue('…')`" : "name the member that is meant")
        }
    }

    /// The expressions in it, in the order of the text.
    package var expressions: [Expression] {
        switch self {
        case .constant: []
        case .expression(let expression): [expression]
        case .text(let parts):
            parts.compactMap { if case .expression(let expression) = $0 { expression } else { nil } }
        case .list(let elements): elements.flatMap(\.expressions)
        case .object(let members): members.flatMap(\.value.expressions)
        }
    }

    /// The value, if there is no expression in it.
    package var constant: JSONValue? {
        guard case .constant(let value) = self else { return nil }
        return value
    }
}
