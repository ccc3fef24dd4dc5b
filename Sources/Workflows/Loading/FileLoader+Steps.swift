import JSON
import Model
import Tooling

extension FileLoader {
    /// Reads the form of all steps.
    mutating func readSteps(_ fields: Fields) {
        guard let nodes = elements(fields, "steps") else { return }
        if nodes.isEmpty {
            problems.add(.missing, fields.keyRange("steps"), "a workflow needs at least one step")
        }
        for (index, node) in nodes.enumerated() {
            guard let fields = self.fields(node, Format.step) else { continue }
            let id = text(fields, "id")
            if let id {
                if places[id] != nil, let node = fields["id"] {
                    problems.add(.duplicate, node.range, "two steps have the id `\(id)`", hint: "give one another name")
                } else {
                    places[id] = drafts.count
                }
            }
            drafts.append(draft(id ?? "\(index)", fields))
        }
    }

    private mutating func draft(_ id: String, _ fields: Fields) -> StepDraft {
        StepDraft(
            id: id, fields: fields, action: action(fields),
            needs: elements(fields, "needs").map { $0.compactMap { name($0) } },
            handler: fields["on-error"].flatMap { name($0) })
    }

    private mutating func name(_ node: YAMLNode) -> (name: String, range: SourceRange)? {
        text(node).map { ($0, node.range) }
    }

    private mutating func action(_ fields: Fields) -> StepDraft.Action {
        let kinds = ["uses", "finding", "ask"].filter { fields.contains($0) }
        if kinds.count > 1 {
            problems.add(
                .invalidValue, fields.keyRange(kinds[1]),
                "a step has one of `uses`, `finding`, `ask`, and this has two",
                hint: "make it two steps")
            return .broken
        }
        checkCompany(fields, of: kinds.first ?? "approve")
        switch kinds.first {
        case "uses": return uses(fields)
        case "finding": return .finding
        case "ask": return .question
        default:
            if fields.contains("approve") { return .approval }
            guard !fields.contains("run") else { return .broken }
            problems.add(
                .missing, fields["id"]?.range ?? fields.range, "the step does nothing",
                hint: "give it `uses`, `finding`, `approve` or `ask`")
            return .broken
        }
    }

    /// Keys that have a meaning only beside others.
    private mutating func checkCompany(_ fields: Fields, of kind: String) {
        var misplaced: [String] = []
        if kind != "uses" { misplaced += ["with", "timeout", "retry", "cache", "until"] }
        if kind == "finding" || kind == "ask" { misplaced.append("approve") }
        if kind == "approve" || kind == "ask" { misplaced.append("foreach") }
        for key in misplaced where fields.contains(key) {
            problems.add(
                .invalidValue, fields.keyRange(key), "`\(key)` has no meaning in a step of `\(kind)`", hint: "remove it"
            )
        }
    }

    private mutating func uses(_ fields: Fields) -> StepDraft.Action {
        guard let node = fields["uses"], let text = text(node) else { return .broken }
        // A workflow uses few tools, and some of them many times.
        if let known = usedTools[text] { return .tool(known) }
        guard let at = text.lastIndex(of: "@") else {
            let name = text.hasPrefix("workflow/") ? "\(text)@1" : "\(text)@\(loader.tools[text]?.version ?? 1)"
            problems.add(.invalidValue, node.range, "`uses` needs the major version", hint: "write \(name.shownAsName)")
            return .broken
        }
        guard case .form(let pattern, _) = Format.uses, matches(pattern, text),
            let version = Int(text[text.index(after: at)...])
        else {
            problems.add(
                .invalidValue, node.range, "\(text.shownAsName) cannot be used", hint: "write \(Format.usesWords)")
            return .broken
        }
        let name = String(text[..<at])
        if name.hasPrefix("workflow/") { return child(String(name.dropFirst("workflow/".count)), version, node) }
        let action = tool(name, version, node)
        if case .tool(let contract) = action { usedTools[text] = contract }
        return action
    }

    private mutating func tool(_ name: String, _ version: Int, _ node: YAMLNode) -> StepDraft.Action {
        let nameRange = SourceRange(node.range.start, node.range.end)
        guard let contract = loader.tools[name] else {
            let hint = Suggestions.hint(for: name, among: Array(loader.tools.keys), listedAs: "the tools are")
            problems.add(
                .unknownName, nameRange, "there is no tool `\(name)`", hint: hint ?? "see `casebook tool list`")
            return .broken
        }
        guard contract.version == version else {
            problems.add(
                .unknownName, nameRange, "there is no version \(version) of the tool `\(name)`",
                hint: "this server has `\(name)@\(contract.version)`")
            return .broken
        }
        return .tool(contract)
    }

    /// Loads a workflow that a step uses.
    private mutating func child(_ name: String, _ major: Int, _ node: YAMLNode) -> StepDraft.Action {
        guard !outer.contains(name) else {
            problems.add(
                .cycle, node.range,
                "the workflow `\(name)` would use itself: \((outer + [name]).joined(separator: " → "))")
            return .broken
        }
        guard outer.count < loader.limits.depth else {
            problems.add(.limit, node.range, "more than \(loader.limits.depth) workflows within each other")
            return .broken
        }
        guard let file = loader.workflows(name) else {
            problems.add(
                .unknownName, node.range, "there is no workflow `\(name)`", hint: "`casebook workflow list` shows them")
            return .broken
        }
        let loaded = children[name] ?? loader.load(file, within: outer + [name])
        children[name] = loaded
        switch loaded {
        case .success(let workflow):
            // A run pins what it uses under this name.
            guard workflow.name == name else {
                problems.add(
                    .unknownName, node.range, "the file of the workflow `\(name)` says that it is `\(workflow.name)`",
                    hint: "name the file after the workflow")
                return .broken
            }
            guard workflow.version.split(separator: ".").first.map(String.init) == String(major) else {
                problems.add(
                    .unknownName, node.range, "there is no version \(major) of the workflow `\(name)`",
                    hint: "this server has \(workflow.version)")
                return .broken
            }
            return .workflow(workflow, major: major)
        case .failure(let failure):
            problems.add(
                .invalidValue, node.range, "the workflow `\(name)` has problems of its own",
                hint: "see \(file.path) below")
            failure.problems.forEach { problems.append($0) }
            return .broken
        }
    }
}

extension Format {
    /// What stands in `uses`, in words.
    static let usesWords = "`TOOL@VERSION` or `workflow/NAME@VERSION`"
}
