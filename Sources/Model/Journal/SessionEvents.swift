/// A session came into being.
package struct SessionOpened: EventPayload {
    package static var kind: String { "session.opened" }
    package let title: String
    package let owner: Principal
    package let labels: [String: String]

    package init(title: String, owner: Principal, labels: [String: String] = [:]) {
        self.title = title
        self.owner = owner
        self.labels = labels
    }
}

/// A session came into being that goes on from an entry of another; always the first entry of its journal.
///
/// What the other session says up to that entry is read there and not copied. A title of its own is an entry of its own,
/// so that this one holds nothing that would ever have to be scrubbed.
package struct SessionForked: EventPayload {
    package static var kind: String { "session.forked" }
    /// The most sessions that one can go on from, each from the next; `fork` refuses more.
    package static let maximumDepth = 200

    package let parent: SessionID
    /// The last entry that both have.
    package let sequence: Int
    /// That entry's hash.
    package let hash: Digest
    package let owner: Principal

    package init(parent: SessionID, at head: JournalHead, owner: Principal) {
        self.parent = parent
        sequence = head.sequence
        hash = head.hash
        self.owner = owner
    }

    /// The last entry that both have.
    package var place: EntryPlace { EntryPlace(session: parent, sequence: sequence) }
}

/// The incident window was set or changed; it holds for later calls only.
package struct WindowSet: EventPayload {
    package static var kind: String { "session.window" }
    package let window: Window
    /// Where it came from: `given`, or `data` when it was derived from the sources' last sample or line.
    package let origin: String

    package init(window: Window, origin: String) {
        self.window = window
        self.origin = origin
    }
}

/// Somebody wrote a note.
package struct NoteAdded: EventPayload {
    package static var kind: String { "session.note" }
    package let text: String
    package let author: Principal
    /// The entry of a fork that it was taken over from; nil for a note that was written here.
    package let from: EntryPlace?

    package init(text: String, author: Principal, from: EntryPlace? = nil) {
        self.text = text
        self.author = author
        self.from = from
    }
}

/// Title, labels or the pin were changed; what is nil stays as it was.
package struct SessionEdited: EventPayload {
    package static var kind: String { "session.edited" }
    package let title: String?
    package let labels: [String: String]?
    package let pinned: Bool?

    package init(title: String? = nil, labels: [String: String]? = nil, pinned: Bool? = nil) {
        self.title = title
        self.labels = labels
        self.pinned = pinned
    }
}

/// The investigation ended; nothing but notes and edits may follow until it is reopened.
package struct SessionClosed: EventPayload {
    package static var kind: String { "session.closed" }
    package let outcome: String?

    package init(outcome: String? = nil) { self.outcome = outcome }
}
