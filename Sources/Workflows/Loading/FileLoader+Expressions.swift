import CEL
import JSON
import Model
import Tooling

extension FileLoader {
    private static let outcomeFunctions = [
        CELFunction("failure", parameters: [], result: .bool), CELFunction("always", parameters: [], result: .bool),
    ]

    /// What every expression can read of its session and run.
    static let sessionType: CELType = {
        let span: [String: CELType] = ["start": .string, "end": .string]
        let baseline = CELType.object("session.window.baseline", fields: span)
        let window = CELType.object(
            "session.window", fields: span.merging(["baseline": baseline], uniquingKeysWith: { $1 }))
        return .object(
            "session", fields: ["id": .string, "title": .string, "labels": .map(.string, .string), "window": window])
    }()
    static let runType = CELType.object("run", fields: ["id": .string, "workflow": .string, "version": .string])

    /// A bare expression, as in `if`.
    mutating func bareExpression(_ node: YAMLNode, _ scope: CheckScope, expecting type: CELType) -> Expression? {
        guard let scalar = node.scalar, !scalar.text.isEmpty else {
            mismatch(node, "an expression")
            return nil
        }
        if scalar.text.contains("${{") {
            problems.add(
                .expression, node.range, "an expression here is written without `${{ }}`", hint: "remove the marks")
            return nil
        }
        return expression(scalar, node.range, 0, scalar.text.utf8.count, scope, expecting: type)?.expression
    }

    /// Compiles and checks a part of a scalar; nil when something is wrong with it.
    mutating func expression(
        _ scalar: YAMLScalar, _ range: SourceRange, _ offset: Int, _ length: Int, _ scope: CheckScope,
        expecting expected: CELType? = nil
    ) -> (expression: Expression, type: CELType)? {
        let bytes = Array(scalar.text.utf8)[offset..<min(offset + length, scalar.text.utf8.count)]
        let isBlank = { (byte: UInt8) in byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\n") }
        let inner = bytes.drop(while: isBlank)
        let (offset, length) = (inner.startIndex, inner.count - inner.reversed().prefix(while: isBlank).count)
        let text = String(decoding: inner.prefix(length), as: UTF8.self)
        let place = ExpressionPlace(file: file, scalar: scalar, scalarRange: range, offset: offset, length: length)
        let parsed: CELExpression
        do {
            parsed = try CELExpression(text)
        } catch {
            report(error, at: place, isCut: scalar.isFollowedByComment)
            return nil
        }
        let references = parsed.locatedReferences
        guard checkSteps(references, place, scope) else { return nil }
        let steps = Self.stepNames(references)
        let environment = environment(steps, scope)
        let check = parsed.check(in: environment, expecting: expected, assuming: scope.assuming)
        guard check.isValid else {
            check.errors.forEach { report($0, at: place) }
            return nil
        }
        warn(check, place)
        let asks = !parsed.check(in: CELEnvironment(variables: environment.variables)).errors
            .filter { $0.code == .unknownFunction }.isEmpty
        let expression = Expression(
            text: text, references: parsed.references, steps: steps, asksForOutcome: asks,
            program: CELProgram(parsed, environment: environment, check: check), place: place)
        return (expression, check.type)
    }

    private mutating func report(_ error: CELError, at place: ExpressionPlace, isCut: Bool = false) {
        var hint = error.hint
        if isCut {
            let line = file.line(file.lineIndex(of: place.scalarRange.start))
            let whole = file.text(SourceRange(place.scalarRange.start, line.end))
            hint = "` #` begins a comment; quote the whole: \(YAMLMistake.quoted(whole))"
        }
        problems.add(.expression, place.range(error.span), error.message, hint: hint)
    }

    private static func stepNames(_ references: [CELReference]) -> [String] {
        var names: [String] = []
        for reference in references where reference.path.first == "steps" && reference.path.count > 1 {
            if !names.contains(reference.path[1]) { names.append(reference.path[1]) }
        }
        return names
    }

    /// An expression may read the steps that are sure to have ended.
    private mutating func checkSteps(
        _ references: [CELReference], _ place: ExpressionPlace, _ scope: CheckScope
    ) -> Bool {
        var isRight = true
        for reference in references where reference.path.first == "steps" {
            let range = place.range(reference.span)
            guard reference.path.count > 1 else {
                problems.add(.expression, range, "`steps` alone cannot be read", hint: "name the step: steps.ID")
                isRight = false
                continue
            }
            isRight = checkStep(reference.path[1], range, scope) && isRight
        }
        return isRight
    }

    private mutating func checkStep(_ name: String, _ range: SourceRange, _ scope: CheckScope) -> Bool {
        guard let place = places[name] else {
            problems.add(
                .unknownName, range, "there is no step \(name.shownAsName)",
                hint: Suggestions.hint(for: name, among: Array(places.keys), listedAs: "the steps are"))
            return false
        }
        guard case .needed(let step) = scope.mayRead, !graph.reaches(step, place) else { return true }
        guard place != step else {
            if scope.readsItself { return true }
            problems.add(.expression, range, "a step cannot read its own result", hint: "only `until` can")
            return false
        }
        problems.add(
            .expression, range, "`\(drafts[step].id)` does not need `\(name)`, which may not have ended",
            hint: "add `\(name)` to its `needs`")
        return false
    }

    private mutating func environment(_ steps: [String], _ scope: CheckScope) -> CELEnvironment {
        var fields: [String: CELType] = [:]
        for name in steps {
            guard let place = places[name] else { continue }
            let isItself: Bool
            if case .needed(let step) = scope.mayRead { isItself = step == place } else { isItself = false }
            fields[name] = type(of: place, isAttempt: isItself)
        }
        var variables: [String: CELType] = [
            "inputs": .object("inputs", fields: inputTypes), "session": Self.sessionType, "run": Self.runType,
            "steps": .object("steps", fields: fields, open: true),
        ]
        if let variable = scope.variable { variables[variable.name] = variable.type }
        return CELEnvironment(variables: variables, functions: Self.outcomeFunctions)
    }

    /// The type of `steps.x`.
    ///
    /// - Parameter isAttempt: Of one attempt within a fan-out rather than of the whole.
    private mutating func type(of step: Int, isAttempt: Bool) -> CELType {
        let draft = drafts[step]
        let name = "steps.\(draft.id)"
        let output = outputType(of: draft, name)
        let error = CELType.object(
            "\(name).error", fields: ["code": .string, "message": .string, "hint": .string], optional: ["hint"])
        let absent: Set<String> = ["output", "evidence", "error"]
        let result: [String: CELType] = ["status": .string, "output": output, "evidence": .string, "error": error]
        guard draft.isFanOut, !isAttempt else { return .object(name, fields: result, optional: absent) }
        let item = CELType.object("an item of \(name)", fields: result, optional: absent)
        return .object(
            name, fields: ["status": .string, "items": .list(item), "omitted": .int, "error": error, "output": .dyn],
            optional: ["items", "omitted", "error", "output"])
    }

    private mutating func outputType(of draft: StepDraft, _ name: String) -> CELType {
        // What stands in for the output may have another form.
        guard draft.handler == nil else { return .dyn }
        switch draft.action {
        case .tool(let contract):
            if let known = outputTypes[contract.name] { return known }
            let type = SchemaTypes.type(of: contract.output.json, named: "the output of \(contract.name)")
            outputTypes[contract.name] = type
            return type
        case .workflow(let workflow, _):
            let fields = workflow.outputs.map { ($0.name, CELType.dyn) }
            return .object(
                "the outputs of \(workflow.name)", fields: Dictionary(fields, uniquingKeysWith: { first, _ in first }))
        case .question:
            guard let schema = draft.fields["ask"].flatMap({ Self.member("schema", of: $0) }) else { return .dyn }
            return json(schema).objectValue.map { SchemaTypes.type(of: $0, named: "the answer") } ?? .dyn
        case .finding, .approval, .broken: return .dyn
        }
    }

    static func member(_ key: String, of node: YAMLNode) -> YAMLNode? {
        guard case .mapping(let pairs) = node.kind else { return nil }
        return pairs.first { $0.key.text == key }?.value
    }

    /// Warns of an index that fails where there is nothing.
    private mutating func warn(_ check: CELCheck, _ place: ExpressionPlace) {
        for access in check.unguarded where access.kind == .index {
            problems.add(
                .warning, place.range(access.span), "\(access.text.shownAsName) fails when there is nothing there",
                hint: access.hint)
        }
    }
}
