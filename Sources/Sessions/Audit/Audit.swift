package import Model
package import Store

/// Reads from the journals who did what: the newest records that fit, in the order of their times.
///
/// What it holds is bounded by how many records are asked for, whatever the store holds.
package struct Audit: Sendable {
    /// Which records are asked for; what is nil does not matter.
    package struct Filter: Sendable {
        package var principal: String?
        /// Only this session; the server's own journal is left out then.
        package var session: SessionID?
        package var span: TimeSpan?
        /// Only what was refused because of who asked.
        package var isRefusal = false

        package init() {}

        /// What the store is asked for.
        fileprivate var entries: EntryFilter {
            let kinds = isRefusal ? AuditRecord.refusals : AuditRecord.kinds
            // Who acted elsewhere stands in the entry by the name that they had there.
            let name = principal.map { name in
                name.hasPrefix(Principal.importedPrefix)
                    ? String(name.dropFirst(Principal.importedPrefix.count)) : name
            }
            return EntryFilter(kinds: kinds, principal: name, since: span?.start, until: span?.end)
        }

        func admits(_ record: AuditRecord) -> Bool {
            (principal ?? record.principal) == record.principal && (!isRefusal || record.isRefusal)
                && span.map { $0.start <= record.time && record.time < $0.end } ?? true
        }
    }

    /// What was found.
    package struct Page: Sendable {
        /// Oldest first.
        package fileprivate(set) var records: [AuditRecord] = []
        /// At least so many older ones fit as well; not all are counted, since they are not read when enough newer ones
        /// are known.
        package fileprivate(set) var omitted = 0
    }

    private let store: any SessionStore

    package init(_ store: any SessionStore) { self.store = store }

    /// The newest records that fit, at most `limit`.
    ///
    /// - Parameter progress: Is told how many journals are left, where that is known.
    package func records(
        _ filter: Filter, limit: Int, progress: (Int) -> Void = { _ in }
    ) async throws -> Page {
        var gathered = Gathering(limit: max(limit, 1))
        if let session = filter.session {
            try await read(session, filter, into: &gathered)
            return gathered.page
        }
        try await store.scan(filter.entries) { entries, left in
            for entry in entries {
                if let record = AuditRecord(entry), filter.admits(record) { gathered.add(record) }
            }
            left.map(progress)
            return gathered.since
        }
        return gathered.page
    }

    private func read(_ session: SessionID, _ filter: Filter, into gathered: inout Gathering) async throws {
        var last = 0
        while true {
            let page = try await store.entries(of: session, after: last, limit: 1000)
            guard let end = page.last else { return }
            for entry in page {
                if let span = filter.span, !(span.start <= entry.time && entry.time < span.end) { continue }
                if let record = AuditRecord(entry), filter.admits(record) { gathered.add(record) }
            }
            last = end.sequence
            try Task.checkCancellation()
        }
    }

    /// The newest of what was added, and how much of it there was.
    private struct Gathering {
        let limit: Int
        private var records: [AuditRecord] = []
        private var count = 0
        /// When the oldest of them happened, once there are enough: nothing older comes into the page.
        private(set) var since: Timestamp?

        init(limit: Int) { self.limit = limit }

        mutating func add(_ record: AuditRecord) {
            records.append(record)
            count += 1
            if records.count >= 2 * limit { trim() }
        }

        private mutating func trim() {
            records.sort { ($0.time, $0.place) < ($1.time, $1.place) }
            records.removeFirst(max(records.count - limit, 0))
            if records.count == limit { since = records.first?.time }
        }

        var page: Page {
            var rest = self
            rest.trim()
            return Page(records: rest.records, omitted: count - rest.records.count)
        }
    }
}
