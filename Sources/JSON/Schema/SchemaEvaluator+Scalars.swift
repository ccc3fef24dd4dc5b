import RE2

extension SchemaEvaluator {
    /// The keywords that look at the value as a whole.
    mutating func check(_ keyword: SchemaKeyword, of node: SchemaNode, _ value: JSONValue) -> Bool {
        switch keyword {
        case .type(let types):
            guard types.isDisjoint(with: SchemaTypes(of: value)) else { return true }
            report("type", node, "expected \(types.description), found \(value.typeName) \(Self.show(value))")
            return false
        case .const(let expected):
            guard value != expected else { return true }
            report("const", node, "must be \(Self.show(expected)), not \(Self.show(value))")
            return false
        case .enumeration(let allowed):
            guard !allowed.contains(value) else { return true }
            let list = allowed.prefix(20).map(Self.show).joined(separator: ", ") + (allowed.count > 20 ? ", …" : "")
            report("enum", node, "\(Self.show(value)) is not one of \(list)")
            return false
        default: break
        }
        switch value {
        case .number(let number): return check(keyword, of: node, number)
        case .string(let text): return check(keyword, of: node, text)
        default: return true
        }
    }

    private mutating func check(_ keyword: SchemaKeyword, of node: SchemaNode, _ number: JSONNumber) -> Bool {
        switch keyword {
        case .bound(let bound, let limit):
            let (holds, words) =
                switch bound {
                case .minimum: (number >= limit, "at least")
                case .exclusiveMinimum: (number > limit, "more than")
                case .maximum: (number <= limit, "at most")
                case .exclusiveMaximum: (number < limit, "less than")
                default: (true, "")
                }
            guard !holds else { return true }
            report(bound.rawValue, node, "must be \(words) \(limit.text), not \(number.text.prefix(60))")
            return false
        case .multipleOf(let divisor):
            guard !number.isMultiple(of: divisor) else { return true }
            report("multipleOf", node, "\(number.text.prefix(60)) is not a multiple of \(divisor.text)")
            return false
        default:
            return true
        }
    }

    private mutating func check(_ keyword: SchemaKeyword, of node: SchemaNode, _ text: String) -> Bool {
        switch keyword {
        case .bound(let bound, let limit):
            guard bound == .minLength || bound == .maxLength else { return true }
            return check(bound, node, text.unicodeScalars.count, limit, "characters")
        case .pattern(let expression, let source):
            guard !expression.matches(text) else { return true }
            report("pattern", node, "\(Self.show(.string(text))) does not match the pattern \(source.prefix(200))")
            return false
        case .format(let name):
            guard !SchemaFormat.accepts(text, as: name) else { return true }
            report("format", node, "\(Self.show(.string(text))) is not a valid \(name)")
            return false
        default:
            return true
        }
    }

    mutating func check(
        _ bound: SchemaKeyword.Bound, _ node: SchemaNode, _ count: Int, _ limit: JSONNumber, _ things: String
    ) -> Bool {
        let isLower = bound == .minLength || bound == .minItems || bound == .minProperties
        let holds = isLower ? JSONNumber(count) >= limit : JSONNumber(count) <= limit
        guard !holds else { return true }
        let words = isLower ? "at least" : "at most"
        report(bound.rawValue, node, "has \(count) \(things); \(words) \(limit.text) are allowed")
        return false
    }
}
