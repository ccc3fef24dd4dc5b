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
        same = take { $0.step == $1.step && $0.saysTheSame(as: $1) }.map(\.1)
        same += take { $0.saysTheSame(as: $1) }.map(\.1)
        changed = take { $0.step != nil && $0.step == $1.step }.map { Pair(before: $0, after: $1) }
        changed += take { $0.statement == $1.statement }.map { Pair(before: $0, after: $1) }
    }

    /// Takes out what belongs together, each finding once.
    private mutating func take(
        where fit: (FoundStatement, FoundStatement) -> Bool
    ) -> [(FoundStatement, FoundStatement)] {
        var pairs: [(FoundStatement, FoundStatement)] = []
        for (index, before) in gone.enumerated().reversed() {
            guard let place = new.firstIndex(where: { fit(before, $0) }) else { continue }
            pairs.append((before, new.remove(at: place)))
            gone.remove(at: index)
        }
        return pairs.reversed()
    }
}
