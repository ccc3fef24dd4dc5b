/// One line of a list of sessions; a projection that the store keeps beside the journal.
package struct SessionSummary: Hashable, Sendable, Codable {
    package let id: SessionID
    package let title: String
    package let status: SessionStatus
    package let owner: String
    package let created: Timestamp
    package let updated: Timestamp
    package let labels: [String: String]
    package let pinned: Bool

    package init(
        id: SessionID, title: String, status: SessionStatus, owner: String, created: Timestamp, updated: Timestamp,
        labels: [String: String] = [:], pinned: Bool = false
    ) {
        self.id = id
        self.title = title
        self.status = status
        self.owner = owner
        self.created = created
        self.updated = updated
        self.labels = labels
        self.pinned = pinned
    }
}

extension SessionState {
    /// The state in one line as it will be after these entries.
    ///
    /// A state is large and this is asked at each commit, so it is copied only for what shows in the line.
    package func summary(after new: [(event: Event, entry: Entry)]) -> SessionSummary {
        guard new.contains(where: \.event.changesSummary) else {
            let first = new.first.map { updated(after: $0.event, of: $0.entry) } ?? updated
            return SessionSummary(
                id: id, title: title, status: status, owner: owner.name, created: created,
                updated: new.dropFirst().reduce(first) { $1.event.isHousekeeping ? $0 : max($0, $1.entry.time) },
                labels: labels, pinned: pinned)
        }
        var next = self
        for (event, entry) in new { next.apply(event, of: entry) }
        return next.summary
    }

    /// The state in one line.
    package var summary: SessionSummary {
        SessionSummary(
            id: id, title: title, status: status, owner: owner.name, created: created, updated: updated,
            labels: labels, pinned: pinned)
    }
}

extension Event {
    /// Whether a list of sessions shows more of it than the time.
    package var changesSummary: Bool {
        switch self {
        case .sessionOpened, .sessionForked, .sessionEdited, .sessionClosed, .runStarted, .runTaken, .runFinished,
            .runPaused, .entryScrubbed, .unknown:
            true
        case .windowSet, .noteAdded, .callFinished, .callFailed, .findingRecorded, .hypothesisOpened,
            .hypothesisWeighed, .stepStarted, .stepFinished,
            .waitRequested, .waitDecided, .runChanged, .cancelRequested, .bodiesRemoved, .sessionDeleted,
            .workflowAccepted, .sessionImported, .sessionShared, .sessionUnshared, .accessRefused,
            .tokenAdded, .tokenRevoked:
            false
        }
    }

    /// Whether it is about the keeping of a session and not about what it investigates.
    var isHousekeeping: Bool {
        switch self {
        case .entryScrubbed, .bodiesRemoved: true
        default: false
        }
    }
}
