/// A question to a person, and what became of it.
package struct WaitState: Sendable {
    package let request: WaitRequested
    package let asked: Timestamp
    /// The first answer; nil while nobody has given one.
    package private(set) var decision: WaitDecided?

    init(_ request: WaitRequested, at time: Timestamp) {
        self.request = request
        asked = time
    }

    mutating func decide(_ decided: WaitDecided) {
        // The first of decision and expiry in the journal wins.
        decision = decision ?? decided
    }

    /// True when its time is over and nobody has answered.
    package func isExpired(at now: Timestamp) -> Bool {
        guard decision == nil, let expires = request.expires else { return false }
        return expires <= now
    }
}
