import JSON
package import Model
import Store

extension Housekeeper {
    /// What is to be removed of a session.
    package enum ScrubTarget: Sendable {
        /// Whatever holds it.
        case secret(Secret)
        /// Entries with all that hangs on them.
        case entries(Set<Int>)
        /// The record of what a call found, and its body; the entry keeps its hash.
        case evidence(EvidenceID)
    }

    /// What was removed.
    package struct Scrubbed: Sendable {
        package struct Part: Sendable {
            package let session: SessionID
            package let items: [EntryScrubbed.Item]
            /// The entry that tells of it.
            package let tombstone: Int
        }

        package internal(set) var parts: [Part] = []
        /// Other sessions, and the server's journal, in which the secret stands too.
        package fileprivate(set) var elsewhere: [SessionID] = []
    }

    /// Removes what was found to be a secret, and overwrites what the files still hold of it.
    ///
    /// A payload, record or body that holds it is removed whole, and its hash stays in the chain. A body that other
    /// sessions share is removed from them too, each under an entry of its own. Forks are told of it, so that neither
    /// lists nor those who have them in memory keep what they had from there.
    /// - Throws: `SessionsError` of code `driven` while a process drives a run of the session or of such a fork;
    ///   `StoreError` of code `busy` when the removal is done and journalled, and somebody's reading keeps a part of it in
    ///   the files: to be done again.
    package func scrub(
        _ session: Session, _ target: ScrubTarget, reason: String?, by author: Principal
    ) async throws -> Scrubbed {
        try await check(target, reason, against: try await session.refresh())
        var scrubbed = Scrubbed()
        var last: [Int: Set<RemovablePart>] = [:]
        while true {
            let found = try await parts(of: session.id, target)
            guard !found.isEmpty else { break }
            guard found != last else {
                throw SessionsError(.corrupt, "entries of \(session.id) are still there after they were removed")
            }
            last = found
            try await refuseDrivenForks(of: session.id, from: found.keys.min() ?? .max)
            for (place, removals) in try await bySession(found, in: session.id, target) {
                scrubbed.parts.append(try await remove(removals, of: place, reason: reason, by: author))
            }
            // Somebody may have written it again meanwhile.
            guard case .secret = target else { break }
        }
        try await tellForks(of: session.id, target, &scrubbed, reason: reason, by: author)
        if case .secret(let secret) = target { scrubbed.elsewhere = try await sessions(holding: secret) }
        try await store.wipe()
        return scrubbed
    }

    private func check(_ target: ScrubTarget, _ reason: String?, against state: SessionState) async throws {
        try await refuseDriven(state)
        switch target {
        case .secret(let secret):
            guard !secret.stands(in: Array((reason ?? "").utf8)) else {
                throw SessionsError(
                    .validation, "the reason holds the secret itself", hint: "leave it out of the reason")
            }
        case .entries(let sequences):
            guard let stray = sequences.first(where: { !(1...max(state.head.sequence, 1)).contains($0) }) else {
                return
            }
            throw SessionsError(
                .notFound, "there is no entry \(stray)", hint: "the journal has \(state.head.sequence) entries")
        case .evidence(let id):
            // What the server's own journal tells of calls is not held.
            guard state.id != .server, state.place(of: id) == nil else { return }
            throw SessionsError(
                .notFound, "there is no evidence \(id) in this session", hint: "`casebook sessions show` lists it")
        }
    }

    /// What a driver remembers it would write again.
    func refuseDriven(_ state: SessionState) async throws {
        for run in state.runs where !run.status.isFinal {
            guard try await !store.isDriven(run.id) else { throw SessionsError.driven(run.id) }
        }
    }

    /// Kinds of entries that take a right, say that a name was given, or name what is gone or gone on from.
    private static let standing: Set = [
        SessionUnshared.kind, TokenAdded.kind, TokenRevoked.kind, SessionForked.kind, SessionDeleted.kind,
    ]

    /// The parts of entries that are meant and still there.
    func parts(of session: SessionID, _ target: ScrubTarget) async throws -> [Int: Set<RemovablePart>] {
        let bodies = Dictionary(
            try await store.bodies(of: session).map { ($0.sequence, $0) }, uniquingKeysWith: { first, _ in first })
        var found: [Int: Set<RemovablePart>] = [:]
        var wanted: Set<Int>?
        if case .entries(let sequences) = target { wanted = sequences }
        try await eachEntry(of: session) { entry in
            guard wanted?.contains(entry.sequence) ?? true else { return }
            if entry.kind == EntryScrubbed.kind || entry.kind == BodiesRemoved.kind, wanted != nil {
                throw SessionsError(.validation, "entry \(entry.sequence) is a tombstone, which stays")
            }
            let parts = try await parts(of: entry, body: bodies[entry.sequence], target)
            // Without them somebody would be let in again, a name could be given to somebody else, a fork would have lost
            // what it goes on from, or nobody could tell which session was deleted.
            if parts.contains(.payload), !entry.isImported, Self.standing.contains(entry.kind) {
                throw SessionsError(
                    .validation,
                    "entry \(entry.sequence) of \(session) is a \(entry.kind), which stays: others rely on what it says",
                    hint: "remove the others by their numbers")
            }
            if !parts.isEmpty { found[entry.sequence] = parts }
        }
        return found
    }

    private func parts(
        of entry: Entry, body: StoredBody?, _ target: ScrubTarget
    ) async throws -> Set<RemovablePart> {
        var parts: Set<RemovablePart> = []
        let evidence =
            entry.kind == CallFinished.kind ? try await store.evidence(in: entry.session, at: entry.sequence) : nil
        switch target {
        case .secret(let secret):
            guard !secret.stands(in: Array(entry.principal.utf8)) else {
                throw SessionsError(
                    .validation, "it stands in a principal's name, which the hashes of the journal cover",
                    hint: "`casebook sessions delete` removes the whole session")
            }
            if secret.stands(in: entry.payload ?? []) { parts.insert(.payload) }
            if let evidence, secret.stands(in: evidence.record) { parts.insert(.evidence) }
            if let body, try await stands(secret, in: body) { parts.insert(.body) }
            // The hash of what was found stands in the payload: without it nothing vouches for the rest.
            if parts.contains(.payload), evidence != nil { parts.insert(.evidence) }
            if parts.contains(.payload), body != nil { parts.insert(.body) }
        case .entries:
            if entry.payload != nil { parts.insert(.payload) }
            if evidence != nil { parts.insert(.evidence) }
            if body != nil { parts.insert(.body) }
        case .evidence(let id):
            guard let evidence, evidence.id == id else { break }
            parts = body == nil ? [.evidence] : [.evidence, .body]
        }
        return parts
    }

    private func stands(_ secret: Secret, in body: StoredBody) async throws -> Bool {
        var search = EscapedText.Search(secret.text)
        var offset = 0
        while offset < body.length {
            let end = min(offset + 1 << 20, body.length)
            guard let piece = try await store.blob(body.sha256, range: offset..<end) else { return false }
            if search.finds(in: piece, isLast: end == body.length) { return true }
            offset = end
        }
        return false
    }

    /// The same with the entries of other sessions that refer to the same bodies.
    ///
    /// A body that goes with its entry, and does not hold the secret itself, stays with those others.
    private func bySession(
        _ found: [Int: Set<RemovablePart>], in session: SessionID, _ target: ScrubTarget
    ) async throws -> [(SessionID, [Int: Set<RemovablePart>])] {
        var all = [session: found]
        for body in try await store.bodies(of: session) where found[body.sequence]?.contains(.body) == true {
            if case .secret(let secret) = target, try await !stands(secret, in: body) { continue }
            for place in try await store.places(ofBody: body.sha256) {
                all[place.session, default: [:]][place.sequence, default: []].insert(.body)
            }
        }
        return all.sorted { $0.key < $1.key }
    }

    private func remove(
        _ found: [Int: Set<RemovablePart>], of id: SessionID, reason: String?, by author: Principal
    ) async throws -> Scrubbed.Part {
        let session = id == .server ? try await manager.serverJournal() : try await manager.session(id)
        var items: [EntryScrubbed.Item] = []
        try await eachEntry(of: id) { entry in
            guard let parts = found[entry.sequence] else { return }
            items.append(EntryScrubbed.Item(sequence: entry.sequence, parts: parts, event: Event(entry)))
        }
        let removals = found.map { Removal(sequence: $0.key, parts: $0.value) }
        let event = Event.entryScrubbed(EntryScrubbed(items: items, reason: reason, author: author))
        let draft = EntryDraft(event, principal: author.name, time: manager.clock.now)
        let tombstone = try await session.append(Batch([draft], removals: removals)).first?.sequence
        return Scrubbed.Part(session: id, items: items, tombstone: tombstone ?? 0)
    }

    /// Where else it stands: those sessions are somebody's own affair, but whoever removes it wants to know.
    private func sessions(holding secret: Secret) async throws -> [SessionID] {
        var holding: [SessionID] = []
        try await eachSession { summary in
            if try await store.contains(secret.text, in: summary.id) { holding.append(summary.id) }
        }
        if try await store.contains(secret.text, in: .server) { holding.append(.server) }
        return holding
    }
}
