/// Where a session stands; derived from its journal.
package enum SessionStatus: String, Sendable, Codable, CaseIterable {
    /// Nothing is being driven.
    case open
    /// A run has not ended.
    case running
    /// A run waits for a person.
    case waiting
    case closed
}
