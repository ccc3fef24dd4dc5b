/// A question to a person, and what became of it.
package struct WaitState: Sendable {
    package let request: WaitRequested
    package let asked: Timestamp
    /// The name of the principal that drove the run there.
    package let asker: String
    /// Whether it was asked elsewhere: nobody here can answer it, the run asks anew.
    package let isImported: Bool
    /// The first answer that counts here; nil while nobody has given one.
    package private(set) var decision: WaitDecided?
    /// An approval that was given elsewhere, which opens nothing here.
    package private(set) var approvalElsewhere: WaitDecided?

    init(_ request: WaitRequested, at time: Timestamp, by asker: String, isImported: Bool) {
        self.request = request
        asked = time
        self.asker = asker
        self.isImported = isImported
    }

    mutating func decide(_ decided: WaitDecided, isImported: Bool) {
        guard !isImported || decided.decision != .approved else {
            approvalElsewhere = approvalElsewhere ?? decided
            return
        }
        // The first of decision and expiry in the journal wins.
        decision = decision ?? decided
    }

    /// True when its time is over and nobody has answered.
    package func isExpired(at now: Timestamp) -> Bool {
        guard decision == nil, let expires = request.expires else { return false }
        return expires <= now
    }

    /// Whether somebody here can answer it.
    package func isOpen(at now: Timestamp) -> Bool { !isImported && decision == nil && !isExpired(at: now) }

    /// Whether a run that waits for it can go on.
    func isAnswered(at now: Timestamp) -> Bool { decision != nil || (!isImported && isExpired(at: now)) }
}
