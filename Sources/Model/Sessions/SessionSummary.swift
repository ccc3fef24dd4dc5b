/// One line of a list of sessions; a projection that the store keeps beside the journal.
package struct SessionSummary: Hashable, Sendable, Codable {
    package let id: SessionID
    package let title: String
    package let status: SessionStatus
    package let owner: String
    package let created: Timestamp
    package let updated: Timestamp

    package init(
        id: SessionID, title: String, status: SessionStatus, owner: String, created: Timestamp, updated: Timestamp
    ) {
        self.id = id
        self.title = title
        self.status = status
        self.owner = owner
        self.created = created
        self.updated = updated
    }
}

extension SessionState {
    /// The state in one line.
    package var summary: SessionSummary {
        SessionSummary(
            id: id, title: title, status: status, owner: owner.name, created: created, updated: updated)
    }
}
