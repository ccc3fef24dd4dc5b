import CEL
import JSON
import Model
import RE2
import YAML

extension FileLoader {
    mutating func readInputs(_ node: YAMLNode?) {
        guard let node else { return }
        guard case .mapping(let pairs) = node.kind else { return mismatch(node, "a mapping of names to inputs") }
        for pair in pairs {
            checkName(pair, of: "an input")
            guard let fields = fields(pair.value, Format.input) else { continue }
            guard let input = input(pair.key.text, fields) else {
                inputTypes[pair.key.text] = .dyn
                continue
            }
            inputs.append(input)
            inputTypes[input.name] = input.type
        }
    }

    private mutating func input(_ name: String, _ fields: Fields) -> WorkflowInput? {
        guard let kind = word(fields, "type").flatMap(WorkflowInput.Kind.init) else { return nil }
        if fields.contains("kind"), kind != .source {
            problems.add(.invalidValue, fields.keyRange("kind"), "`kind` belongs to inputs of `type: source`")
        }
        if fields.contains("pattern"), kind != .string {
            problems.add(.invalidValue, fields.keyRange("pattern"), "`pattern` belongs to inputs of `type: string`")
        }
        let input = WorkflowInput(
            name: name, kind: kind, description: text(fields, "description"),
            sourceKind: word(fields, "kind").flatMap(SourceKind.init),
            choices: elements(fields, "enum").map { $0.map { json($0) } }, pattern: text(fields, "pattern"),
            standard: fields["default"].map { json($0) }, expression: expression(fields))
        checkChoices(input, fields)
        if let standard = input.standard, let node = fields["default"], !standard.isNull,
            let reason = input.mismatch(with: standard)
        {
            problems.add(.invalidValue, node.range, "the default does not fit: \(reason)")
        }
        return input
    }

    private mutating func expression(_ fields: Fields) -> RegularExpression? {
        guard let node = fields["pattern"], case .text(let text)? = node.scalar?.resolved else { return nil }
        do {
            return try RegularExpression(text)
        } catch {
            problems.add(.invalidValue, node.range, error.message, hint: error.hint)
            return nil
        }
    }

    private mutating func checkChoices(_ input: WorkflowInput, _ fields: Fields) {
        guard let nodes = elements(fields, "enum"), let choices = input.choices else { return }
        if nodes.isEmpty { problems.add(.invalidValue, fields.keyRange("enum"), "no value is allowed") }
        for (node, choice) in zip(nodes, choices) where !input.hasType(choice) {
            problems.add(
                .invalidValue, node.range, "\(node.description) is not of type \(input.kind.rawValue)",
                hint: "quote a text")
        }
    }
}

extension WorkflowInput {
    /// The type that expressions see.
    var type: CELType {
        if let standard, standard.isNull { return .dyn }
        return switch kind {
        case .string, .source: .string
        case .number: .double
        case .integer: .int
        case .boolean: .bool
        case .list: .list(.dyn)
        case .map: .map(.string, .dyn)
        }
    }

    /// Whether a value has the input's type.
    func hasType(_ value: JSONValue) -> Bool {
        switch (kind, value) {
        case (.string, .string), (.source, .string), (.boolean, .bool), (.list, .array), (.map, .object),
            (.number, .number):
            true
        case (.integer, .number(let number)): number.int64 != nil
        default: false
        }
    }

    /// Why a value does not fit; nil when it does.
    func mismatch(with value: JSONValue) -> String? {
        guard hasType(value) else { return "\(kind.rawValue) is expected, not \(value.typeName)" }
        if let choices, !choices.contains(value) {
            return "\(value.description) is not one of \(choices.map(\.description).joined(separator: ", "))"
        }
        if let expression, case .string(let text) = value, !expression.matches(text) {
            return "\(text.shownAsName) does not match the pattern \(expression.pattern)"
        }
        return nil
    }
}
