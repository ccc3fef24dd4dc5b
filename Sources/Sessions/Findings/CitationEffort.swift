import Model
import Synchronization
import Tooling

/// What may be read to look citations up that were recorded elsewhere, in bytes.
final class CitationEffort: Sendable {
    /// There is more to be read than was allowed.
    struct Spent: Error {}

    /// Every citation is some work, whatever it names.
    static let least = 256

    private let limit: Int
    private let count = Mutex(0)

    init(limit: Int) { self.limit = limit }

    /// The bytes that were read.
    var spent: Int { count.withLock { $0 } }

    func charge(_ bytes: Int) throws(Spent) {
        let isSpent = count.withLock { count in
            count += bytes
            return count > limit
        }
        if isSpent { throw Spent() }
    }
}

/// Evidence for many citations one after the other, most of which name the same: the last is kept.
actor RecentEvidence: EvidenceReading {
    private let source: any EvidenceReading
    private let effort: CitationEffort
    private var last: Evidence?

    init(of source: any EvidenceReading, effort: CitationEffort) {
        self.source = source
        self.effort = effort
    }

    func evidence(_ id: EvidenceID) async throws -> Evidence {
        if let last, last.id == id { return last }
        let found = try await source.evidence(id)
        try effort.charge(found.record.count)
        last = found
        return found
    }
}
