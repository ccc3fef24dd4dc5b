/// What became of the findings of one run in another.
package struct FindingChanges: Sendable {
    /// Two findings that are about the same, before and after.
    package struct Pair: Sendable {
        package let before: FoundStatement
        package let after: FoundStatement
    }

    /// As they are after.
    package private(set) var same: [FoundStatement] = []
    package private(set) var changed: [Pair] = []
    package private(set) var gone: [FoundStatement] = []
    package private(set) var new: [FoundStatement] = []

    /// Compares findings.
    ///
    /// Those that say the same on the same grounds belong together; of the others those of one step, then those with one
    /// statement. The order in which they were found does not count.
    package init(from before: [FoundStatement], to after: [FoundStatement]) {
        gone = before
        new = after
        same = take { Placed(step: $0.step, content: $0.sameness) }.map(\.1)
        same += take { $0.sameness }.map(\.1)
        changed = take { $0.step }.map { Pair(before: $0, after: $1) }
        changed += take { $0.statement }.map { Pair(before: $0, after: $1) }
    }

    private struct Placed: Hashable {
        let step: StepPlace?
        let content: FoundStatement.Sameness
    }

    /// Takes out what has the same key, each finding once and the first with the first; nothing fits a nil.
    private mutating func take<Key: Hashable>(
        by key: (FoundStatement) -> Key?
    ) -> [(FoundStatement, FoundStatement)] {
        // The last place first, so that the first is taken from the end.
        var places: [Key: [Int]] = [:]
        for (place, after) in new.enumerated().reversed() {
            if let key = key(after) { places[key, default: []].append(place) }
        }
        var pairs: [(FoundStatement, FoundStatement)] = []
        var taken: Set<Int> = []
        var left: [FoundStatement] = []
        for before in gone {
            guard let key = key(before), let place = places[key]?.popLast() else {
                left.append(before)
                continue
            }
            pairs.append((before, new[place]))
            taken.insert(place)
        }
        gone = left
        new = new.enumerated().filter { !taken.contains($0.offset) }.map(\.element)
        return pairs
    }
}
