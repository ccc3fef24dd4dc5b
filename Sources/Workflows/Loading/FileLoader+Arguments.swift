import CEL
import JSON
import Model
import Tooling
import YAML

extension FileLoader {
    /// The arguments of a call, checked against the schema as far as they are known.
    mutating func arguments(
        _ node: YAMLNode?, _ schema: JSONObject, of name: String, at range: SourceRange, _ scope: CheckScope
    ) -> Template {
        guard let node else {
            checkRequired([], schema, of: name, at: range)
            return .constant([:])
        }
        guard case .mapping = node.kind else {
            mismatch(node, "a mapping of arguments")
            return .constant([:])
        }
        let before = problems.problems.count
        let template = argument(node, schema, name, scope)
        // What depends on several arguments together can be told when all are known.
        if problems.problems.count == before, let constant = template.constant {
            validate(constant, schema, named: name, "", node.range)
        }
        return template
    }

    private mutating func argument(
        _ node: YAMLNode, _ schema: JSONObject, _ name: String, _ scope: CheckScope
    ) -> Template {
        switch node.kind {
        case .mapping(let pairs):
            guard let properties = schema["properties"]?.objectValue else {
                return freeArgument(node, schema, name, scope)
            }
            return members(pairs, properties, schema, name, node.range, scope)
        case .sequence(let elements):
            guard SchemaTypes.fits(.list(.dyn), schema) else {
                mismatch(node, "\(SchemaTypes.words(for: schema)) for `\(name)`")
                return .constant(.null)
            }
            let items = schema["items"]?.objectValue ?? [:]
            let parts = elements.map { argument($0, items, name, scope) }
            let constants = parts.compactMap(\.constant)
            return constants.count == parts.count ? .constant(.array(constants)) : .list(parts)
        case .scalar(let scalar): return scalarArgument(scalar, node, schema, name, scope)
        }
    }

    private mutating func members(
        _ pairs: [YAMLPair], _ properties: JSONObject, _ schema: JSONObject, _ name: String, _ range: SourceRange,
        _ scope: CheckScope
    ) -> Template {
        var parts: [(key: String, value: Template)] = []
        for pair in pairs {
            checkPlainKey(pair)
            let key = pair.key.text
            let property = properties[key]?.objectValue ?? schema["additionalProperties"]?.objectValue
            if properties[key] == nil, schema["additionalProperties"]?.boolValue == false {
                if case .ambiguous = pair.key.resolved { continue }
                problems.add(
                    .unknownKey, pair.keyRange, "`\(name)` has no argument \(key.shownAsName)",
                    hint: Suggestions.hint(for: key, among: properties.keys, listedAs: "its arguments are"))
                continue
            }
            parts.append((key, argument(pair.value, property ?? [:], key, scope)))
        }
        checkRequired(pairs.map(\.key.text), schema, of: name, at: pairs.first?.keyRange ?? range)
        return Self.object(parts)
    }

    private mutating func checkRequired(_ given: [String], _ schema: JSONObject, of name: String, at range: SourceRange)
    {
        for key in schema["required"]?.arrayValue?.compactMap(\.stringValue) ?? [] where !given.contains(key) {
            let description = schema["properties"]?[key]?["description"]?.stringValue
            problems.add(.missing, range, "`\(name)` needs the argument `\(key)`", hint: description)
        }
    }

    /// An argument of which only the whole can be checked.
    private mutating func freeArgument(
        _ node: YAMLNode, _ schema: JSONObject, _ name: String, _ scope: CheckScope
    ) -> Template {
        guard SchemaTypes.fits(.map(.string, .dyn), schema) else {
            mismatch(node, "\(SchemaTypes.words(for: schema)) for `\(name)`")
            return .constant(.null)
        }
        let template = template(node, scope)
        if let constant = template.constant { validate(constant, schema, named: name, name, node.range) }
        return template
    }

    private mutating func scalarArgument(
        _ scalar: YAMLScalar, _ node: YAMLNode, _ schema: JSONObject, _ name: String, _ scope: CheckScope
    ) -> Template {
        guard scalar.text.contains("${{") else {
            if case .ambiguous = scalar.resolved { return .constant(.null) }
            let value = json(scalar, node.range)
            validate(value, schema, named: name, name, node.range)
            checkSource(value, schema, node.range)
            return .constant(value)
        }
        if let language = schema["x-casebook-language"]?.stringValue {
            problems.add(
                .expression, node.range, "`\(name)` is \(language), and no `${{ }}` can stand in another language",
                hint: "pass the value in `params`, where the tool escapes it, and write `$name` here")
            return .constant(.null)
        }
        let (template, type) = scalarTemplate(scalar, node.range, scope)
        if let type, !SchemaTypes.fits(type, schema) {
            problems.add(
                .expression, node.range, "`\(name)` takes \(SchemaTypes.words(for: schema)), and this is \(type)")
        }
        if case .expression(let expression) = template { checkSourceInput(expression, schema, node.range) }
        return template
    }

    /// Checks a constant against a schema, compiled once for each place.
    private mutating func validate(
        _ value: JSONValue, _ schema: JSONObject, named name: String, _ place: String, _ range: SourceRange
    ) {
        guard !schema.isEmpty else { return }
        let key = JSONValue.object(schema).serialized()
        guard let compiled = schemas[key] ?? (try? JSONSchema(.object(schema))) else { return }
        schemas[key] = compiled
        guard let violation = compiled.validate(value).first else { return }
        let inner = violation.instance.tokens.isEmpty ? "" : " at \(violation.instance.text)"
        problems.add(
            .invalidValue, range, "`\(name)`\(inner): \(violation.message)", hint: schema["description"]?.stringValue)
    }

    /// A source that is named must exist and be of a kind that the argument takes.
    private mutating func checkSource(_ value: JSONValue, _ schema: JSONObject, _ range: SourceRange) {
        guard let kinds = schema["x-casebook-source"]?.arrayValue?.compactMap(\.stringValue),
            let sources = loader.sources,
            case .string(let name) = value
        else { return }
        let fitting = sources.all.filter { kinds.contains($0.kind.rawValue) }.map(\.name)
        let hint =
            Suggestions.hint(for: name, among: fitting, listedAs: "the sources of that kind are")
            ?? "sources are defined in the configuration, or given with --source NAME=KIND:PATH"
        guard let source = sources.all.first(where: { $0.name == name }) else {
            problems.add(.unknownName, range, "there is no source \(name.shownAsName)", hint: hint)
            return
        }
        guard !kinds.contains(source.kind.rawValue) else { return }
        problems.add(
            .invalidValue, range,
            "the source `\(name)` is of kind \(source.kind.rawValue), not \(kinds.joined(separator: " or "))",
            hint: hint)
    }

    /// An input that is passed on as a source must be declared as one.
    private mutating func checkSourceInput(_ expression: Expression, _ schema: JSONObject, _ range: SourceRange) {
        guard let kinds = schema["x-casebook-source"]?.arrayValue?.compactMap(\.stringValue),
            expression.references.count == 1, expression.references[0].count == 2,
            expression.references[0][0] == "inputs",
            expression.text == expression.references[0].joined(separator: "."),
            let input = inputs.first(where: { $0.name == expression.references[0][1] })
        else { return }
        if let kind = input.sourceKind, !kinds.contains(kind.rawValue) {
            problems.add(
                .invalidValue, range,
                "the input `\(input.name)` is a source of kind \(kind.rawValue), not \(kinds.joined(separator: " or "))"
            )
        }
    }
}
