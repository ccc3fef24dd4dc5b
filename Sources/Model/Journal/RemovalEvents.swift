/// What can be taken out of an entry's row while the chain holds.
package enum RemovablePart: String, Sendable, Codable, CaseIterable {
    /// The entry's own content; its hash stays.
    case payload
    /// The record of what a call found; its hash stands in the payload.
    case evidence
    /// The full material; its hash stands in the evidence.
    case body
}

/// A secret was found later, and what held it was removed: the tombstone.
package struct EntryScrubbed: EventPayload {
    package static var kind: String { "entry.scrubbed" }

    /// What was removed of one entry.
    package struct Item: Hashable, Sendable, Codable {
        package let sequence: Int
        /// In the order of `RemovablePart`.
        package let parts: [RemovablePart]
        /// The run that the removed payload ended, and how; without them it would seem to go on.
        package let run: RunID?
        package let runStatus: RunStatus?
        /// The attempt that the removed payload ended, and how.
        package let step: StepReference?
        package let stepStatus: StepStatus?
        /// What the removed payload decided of a question; one that was answered is asked again.
        package let decided: Decided?

        /// How somebody decided, without their words.
        package struct Decided: Hashable, Sendable, Codable {
            package let id: WaitID
            package let decision: WaitDecided.Decision
            package let author: Principal
        }

        /// Names what is removed of an entry, and keeps of its event what others rely on.
        package init(sequence: Int, parts: Set<RemovablePart>, event: Event? = nil) {
            self.sequence = sequence
            self.parts = RemovablePart.allCases.filter(parts.contains)
            var run: (RunID, RunStatus)?
            var step: (StepReference, StepStatus)?
            var decided: Decided?
            switch parts.contains(.payload) ? event : nil {
            case .runFinished(let finished): run = (finished.run, finished.status)
            case .stepFinished(let finished): step = (finished.step, finished.status)
            // Nobody can answer it any more.
            case .waitRequested(let request): step = (request.step, .failed)
            case .waitDecided(let answer) where answer.decision != .answered:
                decided = Decided(id: answer.id, decision: answer.decision, author: answer.author)
            default: break
            }
            (self.run, runStatus) = (run?.0, run?.1)
            (self.step, stepStatus) = (step?.0, step?.1)
            self.decided = decided
        }
    }

    package let items: [Item]
    /// Why, in words.
    package let reason: String?
    package let author: Principal

    package init(items: [Item], reason: String?, author: Principal) {
        self.items = items
        self.reason = reason
        self.author = author
    }
}

/// Bodies that nothing needs any more were removed after their retention: the tombstone.
package struct BodiesRemoved: EventPayload {
    package static var kind: String { "body.removed" }

    package struct Item: Hashable, Sendable, Codable {
        /// The entry whose evidence describes the body.
        package let sequence: Int
        package let sha256: Digest
        /// In bytes.
        package let length: Int

        package init(sequence: Int, sha256: Digest, length: Int) {
            self.sequence = sequence
            self.sha256 = sha256
            self.length = length
        }
    }

    package let bodies: [Item]
    package let author: Principal

    package init(bodies: [Item], author: Principal) {
        self.bodies = bodies
        self.author = author
    }
}

/// A session was deleted; stands in the server's own journal.
package struct SessionDeleted: EventPayload {
    package static var kind: String { "session.deleted" }
    package let session: SessionID
    /// Where its journal ended.
    package let sequence: Int
    package let hash: Digest
    /// Why, in words.
    package let reason: String?
    package let author: Principal

    package init(session: SessionID, head: JournalHead, reason: String?, author: Principal) {
        self.session = session
        sequence = head.sequence
        hash = head.hash
        self.reason = reason
        self.author = author
    }
}
