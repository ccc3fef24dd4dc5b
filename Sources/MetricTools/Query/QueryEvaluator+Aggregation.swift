extension QueryEvaluator {
    /// Makes one track of those whose labels agree.
    /// - Throws: `CancellationError`.
    func aggregate(_ tracks: [Track], _ aggregation: Query.Aggregation, _ grouping: Query.Grouping) throws -> [Track] {
        var groups: [[Label]: [Track]] = [:]
        var order: [[Label]] = []
        for track in tracks {
            try Task.checkCancellation()
            let key = Self.key(track.labels, grouping)
            if groups[key] == nil { order.append(key) }
            groups[key, default: []].append(track)
        }
        return try order.map { key in
            let members = groups[key] ?? []
            let count = members.first?.values.count ?? 0
            let values = try (0..<count).map { index in
                // There may be one group of all.
                if index % 64 == 0 { try Task.checkCancellation() }
                return Self.combine(members.lazy.map { $0.values[index] }.filter { !$0.isNaN }, aggregation)
            }
            let unit = aggregation == .count ? nil : members.first?.unit
            return Track(name: "", labels: key, unit: unit, values: values)
        }
    }

    private static func key(_ labels: [Label], _ grouping: Query.Grouping) -> [Label] {
        switch grouping {
        case .by(let names): labels.filter { names.contains($0.name) }
        case .without(let names): labels.filter { !names.contains($0.name) }
        }
    }

    private static func combine(_ values: some Sequence<Double>, _ aggregation: Query.Aggregation) -> Double {
        var count = 0.0
        var sum = 0.0
        var least = Double.infinity
        var most = -Double.infinity
        for value in values {
            count += 1
            sum += value
            least = min(least, value)
            most = max(most, value)
        }
        guard count > 0 else { return .nan }
        switch aggregation {
        case .sum: return sum
        case .avg: return sum / count
        case .min: return least
        case .max: return most
        case .count: return count
        }
    }
}
