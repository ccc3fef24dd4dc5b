import JSON
import RE2
import YAML

extension FileLoader {
    /// The entries of a mapping; unknown and missing keys are noted.
    mutating func fields(_ node: YAMLNode, _ format: Format) -> Fields? {
        guard case .mapping(let pairs) = node.kind else {
            mismatch(node, "\(format.name), which is a mapping,")
            return nil
        }
        for pair in pairs where format.key(pair.key.text) == nil { unknownKey(pair, in: format) }
        let fields = Fields(format: format, range: node.range, pairs: pairs)
        for key in format.keys where key.isRequired && !fields.contains(key.name) {
            let place = pairs.first?.keyRange ?? node.range
            problems.add(.missing, place, "\(format.name) needs the key `\(key.name)`", hint: key.summary)
        }
        return fields
    }

    private mutating func unknownKey(_ pair: YAMLPair, in format: Format) {
        let key = pair.key.text
        if case .ambiguous = pair.key.resolved { return }
        if key == "run", format.name == Format.step.name {
            problems.add(
                .unsupported, pair.keyRange, "there is no `run`: a workflow never starts a shell or another program",
                hint: "what may be done on a host is what its tools can do; use one with `uses`")
            return
        }
        problems.add(
            .unknownKey, pair.keyRange, "\(format.name) has no key \(key.shownAsName)",
            hint: Suggestions.hint(for: key, among: format.keys.map(\.name), listedAs: "its keys are"))
    }

    /// Notes that a value is not what is expected.
    mutating func mismatch(_ node: YAMLNode, _ expected: String, hint: String? = nil) {
        // The word was noted already.
        if case .ambiguous? = node.scalar?.resolved { return }
        problems.add(.invalidValue, node.range, "\(expected) is expected here, not \(node.description)", hint: hint)
    }

    /// Whether a text has one of the format's forms; each is compiled once for a file.
    mutating func matches(_ pattern: String, _ text: String) -> Bool {
        if let expression = forms[pattern] { return expression.wholeMatches(text) }
        guard let expression = try? RegularExpression(pattern) else { return false }
        forms[pattern] = expression
        return expression.wholeMatches(text)
    }

    // MARK: Scalars of known type

    /// A text; of the form that the table gives, if it gives one.
    mutating func text(_ fields: Fields, _ key: String) -> String? {
        guard let node = fields[key] else { return nil }
        guard let text = text(node) else { return nil }
        guard case .form(let pattern, let words)? = fields.format.key(key)?.type else { return text }
        guard matches(pattern, text) else {
            problems.add(.invalidValue, node.range, "\(text.shownAsName) cannot be `\(key)`", hint: "write \(words)")
            return nil
        }
        return text
    }

    mutating func text(_ node: YAMLNode) -> String? {
        guard case .text(let text)? = node.scalar?.resolved else {
            let isNumber = node.scalar.map { !$0.text.isEmpty } ?? false
            mismatch(node, "a text", hint: isNumber ? "quote it" : nil)
            return nil
        }
        return text
    }

    mutating func boolean(_ fields: Fields, _ key: String) -> Bool? {
        guard let node = fields[key] else { return nil }
        guard case .bool(let value)? = node.scalar?.resolved else {
            mismatch(node, "`true` or `false`")
            return nil
        }
        return value
    }

    mutating func whole(_ fields: Fields, _ key: String) -> Int? {
        guard let node = fields[key] else { return nil }
        let range = Self.range(of: fields.format.key(key)?.type) ?? 0...Int.max
        guard case .integer(let value)? = node.scalar?.resolved else {
            mismatch(node, "a whole number")
            return nil
        }
        guard range.contains(value) else {
            let words =
                range.lowerBound == range.upperBound
                ? "must be \(range.lowerBound)"
                : range.upperBound == .max
                    ? "must be at least \(range.lowerBound)"
                    : "must be from \(range.lowerBound) to \(range.upperBound)"
            problems.add(.invalidValue, node.range, "`\(key)` \(words)")
            return nil
        }
        return value
    }

    private static func range(of type: FormatType?) -> ClosedRange<Int>? {
        switch type {
        case .whole(let range): range
        case .either(let types): types.lazy.compactMap { range(of: $0) }.first
        default: nil
        }
    }

    mutating func duration(_ fields: Fields, _ key: String) -> Duration? {
        guard let node = fields[key] else { return nil }
        guard let text = node.scalar?.text, let value = Quantities.duration(text), value > .zero else {
            mismatch(node, "a duration", hint: Quantities.durationHint)
            return nil
        }
        return value
    }

    mutating func size(_ fields: Fields, _ key: String) -> Int? {
        guard let node = fields[key] else { return nil }
        if case .integer(let value)? = node.scalar?.resolved, value > 0 { return value }
        guard let text = node.scalar?.text, let value = Quantities.size(text), value > 0 else {
            mismatch(node, "a size", hint: Quantities.sizeHint)
            return nil
        }
        return value
    }

    mutating func word(_ fields: Fields, _ key: String) -> String? {
        guard let node = fields[key], case .words(let words)? = fields.format.key(key)?.type else { return nil }
        return word(node, of: words, named: "`\(key)`")
    }

    mutating func word(_ node: YAMLNode, of words: [String], named name: String) -> String? {
        guard case .text(let text)? = node.scalar?.resolved, words.contains(text) else {
            let found = node.scalar?.text ?? ""
            let hint = Suggestions.hint(for: found, among: words)
            mismatch(node, "one of \(words.joined(separator: ", ")) for \(name)", hint: hint)
            return nil
        }
        return text
    }

    /// The elements of a list.
    mutating func elements(_ fields: Fields, _ key: String) -> [YAMLNode]? {
        guard let node = fields[key] else { return nil }
        guard case .sequence(let elements) = node.kind else {
            mismatch(node, "a list", hint: "write [\(node.scalar?.text ?? "a, b")]")
            return nil
        }
        return elements
    }

    // MARK: JSON

    /// The value as JSON; what JSON does not have is noted and becomes null.
    mutating func json(_ node: YAMLNode) -> JSONValue {
        switch node.kind {
        case .sequence(let elements): return .array(elements.map { json($0) })
        case .mapping(let pairs):
            var object = JSONObject()
            for pair in pairs { object[pair.key.text] = json(pair.value) }
            return .object(object)
        case .scalar(let scalar): return json(scalar, node.range)
        }
    }

    mutating func json(_ scalar: YAMLScalar, _ range: SourceRange) -> JSONValue {
        switch scalar.resolved {
        case .null: return .null
        case .bool(let value): return .bool(value)
        case .integer(let value): return JSONValue(value)
        case .number(let value): return .number(value)
        case .text(let text), .ambiguous(let text): return .string(text)
        case .unrepresentable(let text):
            problems.add(
                .invalidValue, range, "the number \(text.shownAsName) has no equal in JSON",
                hint: "quote it if it is a text")
            return .null
        }
    }
}
