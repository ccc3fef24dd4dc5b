extension FileLoader {
    /// Finds out which steps wait for which.
    mutating func linkSteps() {
        graph = StepGraph(count: drafts.count)
        for (index, draft) in drafts.enumerated() {
            guard let handler = draft.handler, let place = place(of: handler, "on-error") else { continue }
            if let other = handled[place] {
                problems.add(
                    .invalidValue, handler.range,
                    "the step `\(handler.name)` already handles the failure of `\(drafts[other].id)`",
                    hint: "give each step a handler of its own")
            } else {
                handled[place] = index
            }
        }
        for (index, draft) in drafts.enumerated() { link(index, draft) }
        linkHandlers()
        report(graph.close())
        linkGates()
    }

    private mutating func link(_ index: Int, _ draft: StepDraft) {
        guard let needs = draft.needs else {
            // A step that only handles a failure waits for that alone.
            if index > 0, handled[index] == nil { graph.add(index - 1, to: index) }
            return
        }
        for need in needs {
            guard let place = place(of: need, "needs") else { continue }
            if graph.needs[index].contains(place) {
                problems.add(.duplicate, need.range, "`\(need.name)` stands twice in `needs`", hint: "remove one")
            }
            graph.add(place, to: index)
        }
    }

    private mutating func place(of need: (name: String, range: SourceRange), _ key: String) -> Int? {
        if let place = places[need.name] { return place }
        let hint = Suggestions.hint(for: need.name, among: Array(places.keys), listedAs: "the steps are")
        problems.add(
            .unknownName, need.range, "`\(key)` names a step \(need.name.shownAsName) that does not exist", hint: hint)
        return nil
    }

    /// A handler waits for what it handles, and whoever waits for that waits for the handler too, since its output may
    /// stand in.
    private mutating func linkHandlers() {
        for (handler, step) in handled.sorted(by: { $0.key < $1.key }) {
            for dependent in drafts.indices where dependent != handler && graph.needs[dependent].contains(step) {
                graph.add(handler, to: dependent)
            }
            graph.add(step, to: handler)
        }
    }

    private mutating func report(_ cycles: [[Int]]) {
        for cycle in cycles {
            guard let first = cycle.first else { continue }
            let names = (cycle + [first]).map { "`\(drafts[$0].id)`" }
            let range = drafts[first].needs?.first { need in
                cycle.count == 1 ? places[need.name] == first : places[need.name] == cycle[1]
            }?.range
            problems.add(
                .cycle, range ?? drafts[first].range,
                cycle.count == 1
                    ? "the step \(names[0]) needs itself"
                    : "the steps wait for each other: \(names.joined(separator: " → "))",
                hint: "remove one of these from `needs`")
        }
    }

    /// A gate asks about calls whose arguments are known, so it waits for all that the steps behind it wait for.
    private mutating func linkGates() {
        var isChanged = false
        for (gate, draft) in drafts.enumerated() {
            guard case .approval = draft.action else { continue }
            let behind = drafts.indices.filter { graph.needs[$0].contains(gate) }
            if behind.isEmpty {
                problems.add(
                    .invalidValue, draft.range, "no step needs the gate `\(draft.id)`, so it guards nothing",
                    hint: "name it in `needs` of the steps it is to guard, or put `approve` into the step itself")
            }
            for need in behind.flatMap({ graph.needs[$0] }) where need != gate && !graph.reaches(need, gate) {
                if graph.add(need, to: gate) { isChanged = true }
            }
        }
        if isChanged { _ = graph.close() }
    }
}
