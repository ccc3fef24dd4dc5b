internal import Foundation
internal import GRDB
internal import Model

/// What a list shows of a session, in the form of its columns.
struct SessionLine: Equatable {
    // By their bytes: texts that Swift calls equal may differ in them.
    private let title: [UInt8]
    private let status: String
    private let owner: [UInt8]
    private let created: Int64
    private var updated: Int64

    init(_ summary: SessionSummary) {
        title = Array(summary.title.utf8)
        status = summary.status.rawValue
        owner = Array(summary.owner.utf8)
        created = summary.created.nanoseconds
        updated = summary.updated.nanoseconds
    }

    /// Reads the columns from one on; nil for a journal that is not listed.
    init?(row: Row, from first: Int) {
        guard let title = row[first] as Data?, let status = row[first + 1] as String?,
            let owner = row[first + 2] as Data?, let created = row[first + 3] as Int64?,
            let updated = row[first + 4] as Int64?
        else { return nil }
        self.title = [UInt8](title)
        self.status = status
        self.owner = [UInt8](owner)
        self.created = created
        self.updated = updated
    }

    /// Title, status, owner, created and updated.
    var columns: [(any DatabaseValueConvertible)?] { [Data(title), status, Data(owner), created, updated] }

    /// Whether nothing else changed than the time of the last entry, and that by less than `nanoseconds`.
    func differsInTimeAlone(from old: SessionLine, by nanoseconds: Int64) -> Bool {
        var same = self
        same.updated = old.updated
        let (difference, isTooMuch) = updated.subtractingReportingOverflow(old.updated)
        return same == old && !isTooMuch && (0..<nanoseconds).contains(difference)
    }
}
