/// Pictures of a workflow's steps.
package struct WorkflowGraph: Sendable {
    private let workflow: Workflow
    /// For each step the length of the longest chain that leads to it.
    private let depth: [Int]

    package init(_ workflow: Workflow) {
        self.workflow = workflow
        depth = Self.depth(of: workflow)
    }

    /// A Mermaid flow chart (https://mermaid.js.org/syntax/flowchart.html).
    ///
    /// An arrow leads from a step to those that wait for it, a dotted one to the handler of its failure.
    package var mermaid: String {
        var lines = ["flowchart TD"]
        for step in workflow.steps { lines.append("    \(node(step))") }
        for (index, step) in workflow.steps.enumerated() {
            for need in direct(index) where need != step.handles {
                lines.append("    s\(need) --> s\(index)")
            }
            if let handled = step.handles { lines.append("    s\(handled) -. failed .-> s\(index)") }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private func node(_ step: WorkflowStep) -> String {
        let label = Self.escaped("\(step.title)\n\(step.action.label)\(Self.marks(of: step))")
        let place = workflow.place(of: step.id) ?? 0
        switch step.action {
        case .call: return "s\(place)[\"\(label)\"]"
        case .workflow: return "s\(place)[[\"\(label)\"]]"
        case .finding: return "s\(place)([\"\(label)\"])"
        case .approval, .question: return "s\(place){{\"\(label)\"}}"
        }
    }

    /// An indented tree: a step stands beneath the last of those that it waits for.
    package var tree: String {
        var children = [[Int]](repeating: [], count: workflow.steps.count)
        var roots: [Int] = []
        for index in workflow.steps.indices {
            if let last = workflow.steps[index].needs.max(by: { depth[$0] < depth[$1] }) {
                children[last].append(index)
            } else {
                roots.append(index)
            }
        }
        var lines: [String] = []
        // Depth first without recursion: a chain may be as long as the file allows.
        var open = roots.reversed().map { (index: $0, indentation: "") }
        while let (index, indentation) = open.popLast() {
            lines.append(line(index, indentation))
            open += children[index].reversed().map { ($0, indentation + "  ") }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private func line(_ index: Int, _ indentation: String) -> String {
        let step = workflow.steps[index]
        let others = direct(index).filter { $0 != step.needs.max(by: { depth[$0] < depth[$1] }) }
        let also =
            others.isEmpty ? "" : "  (also after \(others.map { workflow.steps[$0].id }.joined(separator: ", ")))"
        return "\(indentation)\(step.id)  \(step.action.label)\(Self.marks(of: step))\(also)"
    }

    /// The needs that are not needed by another need already.
    private func direct(_ index: Int) -> [Int] {
        let needs = workflow.steps[index].needs
        return needs.filter { need in !needs.contains { $0 != need && workflow.steps[$0].needs.contains(need) } }
    }

    private static func depth(of workflow: Workflow) -> [Int] {
        var depth = [Int](repeating: 0, count: workflow.steps.count)
        var remaining = workflow.steps.map(\.needs.count)
        var order = remaining.indices.filter { remaining[$0] == 0 }
        var next = 0
        while next < order.count {
            for dependent in workflow.dependents[order[next]] {
                depth[dependent] = max(depth[dependent], depth[order[next]] + 1)
                remaining[dependent] -= 1
                if remaining[dependent] == 0 { order.append(dependent) }
            }
            next += 1
        }
        return depth
    }

    private static func marks(of step: WorkflowStep) -> String {
        var marks: [String] = []
        if step.condition != nil { marks.append("if") }
        if step.fanOut != nil { marks.append("foreach") }
        if step.until != nil { marks.append("until") }
        if step.approval != nil { marks.append("approve") }
        if step.handles != nil { marks.append("on-error") }
        return marks.isEmpty ? "" : "  [\(marks.joined(separator: ", "))]"
    }

    private static func escaped(_ text: String) -> String {
        var escaped = ""
        for character in text {
            switch character {
            case "\"": escaped += "#quot;"
            case "#": escaped += "#35;"
            case "<": escaped += "#lt;"
            case ">": escaped += "#gt;"
            case "\n": escaped += "<br/>"
            default: escaped.append(character)
            }
        }
        return escaped
    }
}
