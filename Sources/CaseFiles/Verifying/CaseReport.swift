package import Model

/// What a verifier says of one thing.
package enum CaseVerdict: String, Sendable, CaseIterable {
    case holds
    /// It is gone, and something that holds says that it was taken away.
    case removed
    /// It is what was recorded; what was concluded from it today's rules conclude otherwise.
    case judgedOtherwise
    case broken
}

/// The things that a verifier looks at.
package enum CasePart: String, Sendable, CaseIterable {
    /// An entry: its payload, its hash and its place in the chain.
    case entry
    case evidence, body
    /// The citations of a finding.
    case citations
    /// That a journal ends where the head says, and that a fork follows its parent.
    case journal
    /// A line of the file that cannot be read; nothing after it was looked at.
    case line
    /// Who vouches for it.
    case signature
}

/// One thing that does not hold, or is gone.
package struct CaseFault: Hashable, Sendable {
    package let subject: CasePart
    package let verdict: CaseVerdict
    /// Nil for what belongs to no journal.
    package let session: SessionID?
    /// The entry that it belongs to; 0 for none.
    package let sequence: Int
    /// The identifier of evidence or finding, the hash of a body, the number of a line; nil for entries.
    package let name: String?
    /// For what was removed: what says so.
    package let by: String?
    /// In words.
    package let reason: String

    package init(
        _ subject: CasePart, _ verdict: CaseVerdict, session: SessionID?, sequence: Int = 0, name: String? = nil,
        by: String? = nil, reason: String
    ) {
        self.subject = subject
        self.verdict = verdict
        self.session = session
        self.sequence = sequence
        self.name = name
        self.by = by
        self.reason = reason
    }
}

/// How much of each kind holds.
package struct CaseCounts: Hashable, Sendable {
    private var counts: [CasePart: [CaseVerdict: Int]] = [:]

    init() {}

    mutating func count(_ subject: CasePart, _ verdict: CaseVerdict) {
        counts[subject, default: [:]][verdict, default: 0] += 1
    }

    package func count(of subject: CasePart, _ verdict: CaseVerdict) -> Int { counts[subject]?[verdict] ?? 0 }
}

/// What was found out about a case file, or about a session where it is kept.
package struct CaseReport: Sendable {
    /// Faults that are kept; all are counted.
    package static let maximumFaults = 1000

    /// Nil where not even the first line could be read.
    package internal(set) var head: CaseHead?
    /// Nil unless the last line was reached.
    package internal(set) var end: CaseEnd?
    package internal(set) var counts = CaseCounts()
    /// What does not hold, is gone or is judged otherwise, at most `maximumFaults`, in the order of the journals.
    package internal(set) var faults: [CaseFault] = []
    /// The first that is broken; nil when everything holds.
    package internal(set) var first: CaseFault?
    package internal(set) var signature: SignatureState = .none

    init() {}

    /// Whether nothing is broken.
    package var isSound: Bool { first == nil }
}

/// What is known of the signature over a head.
package enum SignatureState: Hashable, Sendable {
    /// There is none.
    case none
    /// It is by the key that the file names, for whose owner nobody has vouched: anybody could have made it.
    case unknown(PublicKey)
    /// It is by the key that the reader knows.
    case known(PublicKey)
    /// It is not by the key that the reader knows.
    case foreign(PublicKey)
    /// It is by nobody: the head was changed after it was signed.
    case invalid
}
