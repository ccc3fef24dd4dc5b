import CEL
import JSON
import Model
import Tooling

extension FileLoader {
    /// The finished step; nil when something is wrong with it, which has been noted.
    mutating func step(_ index: Int) -> WorkflowStep? {
        let draft = drafts[index]
        let fields = draft.fields
        let before = CheckScope(owner: index, mayRead: .needed(by: index), variable: nil, assuming: [])
        let condition = fields["if"].flatMap { bareExpression($0, before, expecting: .bool) }
        let assuming = condition.flatMap { try? CELExpression($0.text) }.map { [$0] } ?? []
        let (fanOut, elementType) = self.fanOut(fields["foreach"], index, assuming)
        let variable = fanOut.map { ($0.variable, elementType) }
        var scope = CheckScope(owner: index, mayRead: .needed(by: index), variable: variable, assuming: assuming)
        let action = self.action(draft, scope)
        scope.readsItself = true
        let until = self.until(fields["until"], scope)
        let retry = fields["retry"].map { self.retry($0, from: defaults.retry ?? RetryPolicy(maxAttempts: 3)) }
        let approval = draft.isGate ? nil : fields["approve"].map { approve($0, scope) }
        let isCall = draft.isCall
        let cache = word(fields, "cache").flatMap(CacheMode.init) ?? defaults.cache
        guard let action else { return nil }
        return WorkflowStep(
            id: draft.id, name: text(fields, "name"), action: action, needs: graph.needs[index], condition: condition,
            fanOut: fanOut, until: until, timeout: isCall ? duration(fields, "timeout") ?? defaults.timeout : nil,
            retry: isCall ? retry ?? defaults.retry ?? RetryPolicy() : RetryPolicy(),
            handler: draft.handler.flatMap { places[$0.name] }, handles: handled[index],
            continuesOnError: boolean(fields, "continue-on-error") ?? false, cache: cache,
            approval: approval ?? nil)
    }

    private mutating func action(_ draft: StepDraft, _ scope: CheckScope) -> StepAction? {
        let fields = draft.fields
        switch draft.action {
        case .broken:
            // Nothing is known of the arguments but their expressions.
            if let node = fields["with"] { _ = template(node, scope) }
            return nil
        case .tool(let contract):
            let arguments = self.arguments(
                fields["with"], contract.input.json, of: contract.name, at: fields.keyRange("uses"), scope)
            return .call(ToolCall(tool: contract.name, version: contract.version, arguments: arguments))
        case .workflow(let workflow, let major):
            let inputs = self.arguments(
                fields["with"], workflow.inputSchema.json, of: workflow.name, at: fields.keyRange("uses"), scope)
            return .workflow(SubWorkflow(workflow, major: major, inputs: inputs))
        case .finding: return fields["finding"].flatMap { finding($0, scope) }.map(StepAction.finding)
        case .approval: return fields["approve"].flatMap { approve($0, scope) }.map(StepAction.approval)
        case .question: return fields["ask"].flatMap { question($0, scope) }.map(StepAction.question)
        }
    }

    private mutating func fanOut(
        _ node: YAMLNode?, _ index: Int, _ assuming: [CELExpression]
    ) -> (FanOut?, CELType) {
        guard let node, let fields = fields(node, Format.foreach) else { return (nil, .dyn) }
        let scope = CheckScope(owner: index, mayRead: .needed(by: index), variable: nil, assuming: assuming)
        let variable = text(fields, "as") ?? ""
        if ["steps", "inputs", "session", "run"].contains(variable) {
            problems.add(
                .invalidValue, fields["as"]?.range ?? node.range, "`\(variable)` has a meaning already",
                hint: "choose another name")
        }
        let parallel = whole(fields, "max-parallel")
        let items = whole(fields, "max-items") ?? 100
        let overflow = word(fields, "on-overflow").flatMap(FanOut.Overflow.init) ?? .fail
        guard let list = fields["in"], let (elements, type) = self.list(list, scope) else { return (nil, .dyn) }
        let fanOut = FanOut(
            elements: elements, variable: variable, maxParallel: parallel, maxItems: items, overflow: overflow)
        return (fanOut, type)
    }

    /// The list of a fan-out and the type of its elements.
    private mutating func list(_ node: YAMLNode, _ scope: CheckScope) -> (Expression, CELType)? {
        guard let scalar = node.scalar, scalar.text.contains("${{") else {
            mismatch(node, "one `${{ }}` that gives a list")
            return nil
        }
        let (template, type) = scalarTemplate(scalar, node.range, scope)
        guard case .expression(let expression) = template else {
            if problems.isClean { mismatch(node, "one `${{ }}` that gives a list") }
            return nil
        }
        switch type {
        case .list(let element)?: return (expression, element)
        case .optional(.list(let element))?: return (expression, element)
        case .dyn?, .optional(.dyn)?, nil: return (expression, .dyn)
        case let other?:
            problems.add(.expression, node.range, "`in` takes a list, and this is \(other)")
            return nil
        }
    }

    private mutating func until(_ node: YAMLNode?, _ scope: CheckScope) -> Until? {
        guard let node, let fields = fields(node, Format.until) else { return nil }
        let every = duration(fields, "every")
        let maximum = whole(fields, "max")
        guard let condition = fields["condition"].flatMap({ bareExpression($0, scope, expecting: .bool) }),
            let every, let maximum
        else { return nil }
        return Until(condition: condition, every: every, maximum: maximum)
    }

    mutating func retry(_ node: YAMLNode, from standard: RetryPolicy) -> RetryPolicy {
        guard let fields = fields(node, Format.retry) else { return standard }
        var policy = standard
        policy.maxAttempts = whole(fields, "max-attempts") ?? max(standard.maxAttempts, 2)
        policy.delay = duration(fields, "delay") ?? policy.delay
        policy.backoff = word(fields, "backoff").flatMap(RetryPolicy.Backoff.init) ?? policy.backoff
        policy.jitter = boolean(fields, "jitter") ?? policy.jitter
        if let nodes = elements(fields, "errors") {
            let words = ToolError.Kind.allCases.map(\.rawValue)
            policy.errors = Set(
                nodes.compactMap { word($0, of: words, named: "`errors`").flatMap(ToolError.Kind.init) })
        }
        return policy
    }

    private mutating func approve(_ node: YAMLNode, _ scope: CheckScope) -> Approval? {
        guard let fields = fields(node, Format.approve) else { return nil }
        let message = fields["message"].map { textTemplate($0, scope) }
        return Approval(
            message: message ?? .constant(""), groups: elements(fields, "groups")?.compactMap { text($0) } ?? [],
            acceptsClient: word(fields, "by") == "client", expires: duration(fields, "expires"),
            onExpiry: word(fields, "on-expiry").flatMap(OnExpiry.init) ?? .deny)
    }

    private mutating func question(_ node: YAMLNode, _ scope: CheckScope) -> Question? {
        guard let fields = fields(node, Format.ask) else { return nil }
        let message = fields["message"].map { textTemplate($0, scope) }
        let expires = duration(fields, "expires")
        let onExpiry = word(fields, "on-expiry").flatMap(OnExpiry.init) ?? .deny
        guard let node = fields["schema"] else { return nil }
        do {
            let schema = try AnswerSchema(json(node))
            return Question(message: message ?? .constant(""), schema: schema, expires: expires, onExpiry: onExpiry)
        } catch {
            problems.add(.invalidValue, node.range, "this is not a JSON Schema: \(error)")
            return nil
        }
    }
}

extension StepDraft {
    var isGate: Bool {
        guard case .approval = action else { return false }
        return true
    }

    /// Whether attempts of the step can be repeated and timed.
    var isCall: Bool {
        guard case .tool = action else { return false }
        return true
    }
}
