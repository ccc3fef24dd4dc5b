import JSON

/// Where in a tool's output numbers stand that may have a fraction.
///
/// JSON does not tell 2 from 2.0, and stored evidence keeps the shorter. An expression does: it multiplies 2.0 with 0.5
/// and refuses to with 2. So what a number is follows from the schema, whether the tool was just run or its answer was
/// read back.
indirect enum NumberShape: Sendable {
    case fraction
    case list(NumberShape)
    /// By the names of members; the last is for those that have no name of their own.
    case object([String: NumberShape], others: NumberShape?)

    /// Nil for a schema beneath which there is no such number.
    init?(_ schema: JSONObject) {
        switch schema["type"]?.stringValue {
        case "number": self = .fraction
        case "array":
            guard let items = schema["items"]?.objectValue, let shape = NumberShape(items) else { return nil }
            self = .list(shape)
        case "object":
            var members: [String: NumberShape] = [:]
            for (name, member) in schema["properties"]?.objectValue ?? [:] {
                members[name] = member.objectValue.flatMap { NumberShape($0) }
            }
            let others = schema["additionalProperties"]?.objectValue.flatMap { NumberShape($0) }
            guard !members.isEmpty || others != nil else { return nil }
            self = .object(members, others: others)
        default:
            // What may be null besides.
            let choices = (schema["anyOf"]?.arrayValue ?? []).compactMap(\.objectValue)
                .filter { $0["type"]?.stringValue != "null" }
            guard choices.count == 1, let shape = NumberShape(choices[0]) else { return nil }
            self = shape
        }
    }

    /// The value with those numbers as doubles; everything else is as it was.
    func applied(to value: JSONValue) -> JSONValue {
        switch (self, value) {
        case (.fraction, .number(let number)):
            // A number that a double does not hold stays as it is written.
            guard let double = JSONNumber(number.double), double == number else { return value }
            return .number(double)
        case (.list(let shape), .array(let elements)): return .array(elements.map { shape.applied(to: $0) })
        case (.object(let members, let others), .object(var object)):
            for (name, member) in object {
                if let shape = members[name] ?? others { object[name] = shape.applied(to: member) }
            }
            return .object(object)
        default: return value
        }
    }
}
