package import Model

/// The journals that a session is read from: those that it goes on from, then its own.
///
/// A session that is no fork has one journal. A fork has none of the entries before it; they stand where they were
/// written, and its lineage says where that is.
package struct Lineage: Hashable, Sendable {
    /// A journal from its first entry through one of its entries.
    package struct Part: Hashable, Sendable {
        package let session: SessionID
        /// The last entry that is read.
        package let through: JournalHead

        package init(session: SessionID, through: JournalHead) {
            self.session = session
            self.through = through
        }
    }

    package let session: SessionID
    /// What stands in other journals, oldest first; empty for a session that is no fork.
    package let inherited: [Part]

    package init(of session: SessionID, inherited: [Part] = []) {
        self.session = session
        self.inherited = inherited
    }

    /// The lineage of a fork of this session.
    ///
    /// - Parameter head: The last entry of this session that both have.
    package func forked(as fork: SessionID, at head: JournalHead) -> Lineage {
        Lineage(of: fork, inherited: inherited + [Part(session: session, through: head)])
    }

    /// The last entry that two sessions have in common; nil when they are not related.
    ///
    /// - Parameters:
    ///   - head: Where this session's own journal ends.
    ///   - other: The other session, and where its own journal ends.
    package func commonEntry(endingAt head: Int, with other: (lineage: Lineage, head: Int)) -> EntryPlace? {
        let theirs = Dictionary(other.lineage.parts(endingAt: other.head), uniquingKeysWith: { first, _ in first })
        return parts(endingAt: head).reversed().lazy.compactMap { session, sequence in
            theirs[session].map { EntryPlace(session: session, sequence: min($0, sequence)) }
        }
        .first { $0.sequence > 0 }
    }

    private func parts(endingAt head: Int) -> [(SessionID, Int)] {
        inherited.map { ($0.session, $0.through.sequence) } + [(session, head)]
    }
}

extension SessionStore {
    /// The journals that a session is read from.
    ///
    /// - Throws: `StoreError` of code `corrupt` when the entry that a fork goes on from is not there, or is another one.
    package func lineage(of session: SessionID) async throws -> Lineage {
        var inherited: [Lineage.Part] = []
        var seen: Set<SessionID> = [session]
        var next = session
        while let forked = try await origin(of: next) {
            let entry = try await entries(of: forked.parent, after: forked.sequence - 1, limit: 1).first
            guard let entry, entry.sequence == forked.sequence, entry.hash == forked.hash,
                seen.insert(forked.parent).inserted
            else {
                throw StoreError(
                    .corrupt, "\(next) goes on from entry \(forked.sequence) of \(forked.parent), which is another one",
                    hint: "bring the database back from a backup; one of the two journals was changed")
            }
            inherited.append(Lineage.Part(session: forked.parent, through: entry.head))
            next = forked.parent
        }
        return Lineage(of: session, inherited: inherited.reversed())
    }

    private func origin(of session: SessionID) async throws -> SessionForked? {
        guard let first = try await entries(of: session, after: 0, limit: 1).first, first.kind == SessionForked.kind,
            first.sequence == 1
        else { return nil }
        guard case .sessionForked(let forked) = Event(first), forked.sequence > 0 else {
            throw StoreError(.corrupt, "the first entry of \(session) does not say what it goes on from")
        }
        return forked
    }
}
