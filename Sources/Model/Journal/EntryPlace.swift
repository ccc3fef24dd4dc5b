import JSON

/// Where an entry stands: in which journal, and where in it.
package struct EntryPlace: Hashable, Sendable, Codable {
    package let session: SessionID
    /// Counts from 1.
    package let sequence: Int

    package init(session: SessionID, sequence: Int) {
        self.session = session
        self.sequence = sequence
    }
}

extension Entry {
    package var place: EntryPlace { EntryPlace(session: session, sequence: sequence) }
}

extension EntryPlace: DirectJSON {
    var json: JSONValue { ["session": .string(session.rawValue), "sequence": JSONValue(sequence)] }
}
