/// What of a journal was made elsewhere, and what of it was not let in.
package struct Provenance: Hashable, Sendable {
    /// Entries that came with case files, by their sequences, in order.
    package let imported: [ClosedRange<Int>]
    /// What was withheld, by the sequence of its entry.
    package let withheld: [Int: WithheldParts]

    package init(imported: [ClosedRange<Int>] = [], withheld: [Int: WithheldParts] = [:]) {
        self.imported = imported
        self.withheld = withheld
    }

    /// Everything was made here.
    package static let local = Provenance()
}

/// Parts of an entry that redaction kept out when the entry was taken in; their hashes were kept.
package struct WithheldParts: OptionSet, Hashable, Sendable {
    package let rawValue: Int

    package init(rawValue: Int) { self.rawValue = rawValue }

    package static let payload = WithheldParts(rawValue: 1)
    package static let evidence = WithheldParts(rawValue: 2)
    package static let body = WithheldParts(rawValue: 4)

    package init(_ parts: [RemovablePart]) {
        self = parts.reduce(into: []) { all, part in
            switch part {
            case .payload: all.insert(.payload)
            case .evidence: all.insert(.evidence)
            case .body: all.insert(.body)
            }
        }
    }
}
