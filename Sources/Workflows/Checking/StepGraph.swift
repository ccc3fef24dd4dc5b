/// Which steps wait for which.
struct StepGraph: Sendable {
    /// Indices of the steps that each one needs, ascending.
    private(set) var needs: [[Int]]
    /// For each step a bit for every step that it transitively needs.
    private var closure: [[UInt64]] = []

    init(count: Int) { needs = Array(repeating: [], count: count) }

    /// - Returns: False for a need that is there.
    @discardableResult
    mutating func add(_ need: Int, to step: Int) -> Bool {
        guard !needs[step].contains(need) else { return false }
        needs[step].append(need)
        needs[step].sort()
        return true
    }

    mutating func remove(_ need: Int, from step: Int) { needs[step].removeAll { $0 == need } }

    /// Whether a step waits, directly or not, for another; known once `close()` has run.
    func reaches(_ step: Int, _ other: Int) -> Bool {
        closure.indices.contains(step) && closure[step][other >> 6] & (1 << UInt64(other & 63)) != 0
    }

    /// Works out who reaches whom, and returns the circles that stand in the way, each as its steps in order.
    mutating func close() -> [[Int]] {
        var cycles: [[Int]] = []
        var order = topologicalOrder().order
        while order.count < needs.count,
            let cycle = firstCycle(within: Set(needs.indices).subtracting(order))
        {
            cycles.append(cycle)
            // Cut the circle open, so that the others are found too.
            if let first = cycle.first, let second = cycle.dropFirst().first ?? cycle.first {
                remove(second, from: first)
            }
            order = topologicalOrder().order
        }
        closure = Array(repeating: Array(repeating: 0, count: (needs.count + 63) / 64), count: needs.count)
        for step in order {
            var reached = closure[step]
            for need in needs[step] {
                let further = closure[need]
                for word in reached.indices { reached[word] |= further[word] }
                reached[need >> 6] |= 1 << UInt64(need & 63)
            }
            closure[step] = reached
        }
        return cycles
    }

    private func topologicalOrder() -> (order: [Int], dependents: [[Int]]) {
        var dependents = [[Int]](repeating: [], count: needs.count)
        for (step, needs) in needs.enumerated() { for need in needs { dependents[need].append(step) } }
        var remaining = needs.map(\.count)
        var order = remaining.indices.filter { remaining[$0] == 0 }
        var next = 0
        while next < order.count {
            for dependent in dependents[order[next]] {
                remaining[dependent] -= 1
                if remaining[dependent] == 0 { order.append(dependent) }
            }
            next += 1
        }
        return (order, dependents)
    }

    /// A circle among steps none of which can ever run.
    private func firstCycle(within open: Set<Int>) -> [Int]? {
        guard var step = open.min() else { return nil }
        var path: [Int] = []
        var places: [Int: Int] = [:]
        while places[step] == nil {
            places[step] = path.count
            path.append(step)
            guard let next = needs[step].first(where: { open.contains($0) }) else { return nil }
            step = next
        }
        return Array(path[(places[step] ?? 0)...])
    }
}
