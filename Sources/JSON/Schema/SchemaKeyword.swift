import RE2

/// A keyword and what it was compiled to; numbers are those of nodes.
enum SchemaKeyword: Sendable {
    /// A bound on a number, a length or a count.
    enum Bound: String, Sendable {
        case maximum, exclusiveMaximum, minimum, exclusiveMinimum
        case maxLength, minLength, maxItems, minItems, maxProperties, minProperties
    }

    case type(SchemaTypes)
    case const(JSONValue)
    case enumeration([JSONValue])
    case bound(Bound, JSONNumber)
    case multipleOf(JSONNumber)
    case pattern(RegularExpression, source: String)
    case format(String)
    case uniqueItems
    case required([String])
    case dependentRequired([(String, [String])])
    case ref(Int)
    case dynamicRef(Int, anchor: String?)
    case allOf([Int])
    case anyOf([Int])
    case oneOf([Int])
    case not(Int)
    case condition(Int, then: Int?, otherwise: Int?)
    case dependentSchemas([(String, Int)])
    case propertyNames(Int)
    case contains(Int, minimum: Int, maximum: Int?)
    case items(prefix: [Int], rest: Int?)
    case members(SchemaMembers)
    case unevaluatedItems(Int)
    case unevaluatedProperties(Int)
}
