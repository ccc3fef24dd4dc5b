/// Where an entry stands: in which journal, and where in it.
package struct EntryPlace: Hashable, Sendable, Comparable, Codable {
    package let session: SessionID
    /// Counts from 1.
    package let sequence: Int

    package init(session: SessionID, sequence: Int) {
        self.session = session
        self.sequence = sequence
    }

    package static func < (left: Self, right: Self) -> Bool {
        (left.session, left.sequence) < (right.session, right.sequence)
    }
}

extension Entry {
    package var place: EntryPlace { EntryPlace(session: session, sequence: sequence) }
}
