package import Model

extension SessionManager {
    /// What is changed of a session; what is nil stays as it is.
    package struct Edit: Sendable {
        package var title: String?
        /// Labels that are set, by name.
        package var labels: [String: String]
        /// Names of labels that are taken away.
        package var withoutLabels: [String]
        package var pinned: Bool?

        package init(
            title: String? = nil, labels: [String: String] = [:], withoutLabels: [String] = [], pinned: Bool? = nil
        ) {
            self.title = title
            self.labels = labels
            self.withoutLabels = withoutLabels
            self.pinned = pinned
        }
    }

    /// The most labels of a session, the longest value in bytes, and the longest note and title.
    package static let maximumLabels = 32
    package static let maximumLabel = 256
    package static let maximumNote = 64 << 10
    package static let maximumTitle = 200

    /// Adds a note; also to a session that is closed.
    ///
    /// - Parameter text: redacted already.
    @discardableResult
    package func note(_ text: String, in session: Session, by author: Principal) async throws -> Int {
        guard !text.allSatisfy(\.isWhitespace), text.utf8.count <= Self.maximumNote else {
            throw SessionsError(.validation, "a note has from 1 to \(Self.maximumNote) bytes")
        }
        let note = NoteAdded(text: text, author: author)
        let draft = EntryDraft(.noteAdded(note), principal: author.name, time: clock.now)
        return try await session.append(Batch([draft])).last?.sequence ?? 0
    }

    /// Changes title, labels or pin; nothing is written when nothing changes.
    ///
    /// - Parameter edit: its texts are redacted already.
    /// - Throws: `SessionsError` of code `validation`.
    package func edit(_ session: Session, _ edit: Edit, by author: Principal) async throws {
        if let title = edit.title, title.allSatisfy(\.isWhitespace) || title.count > Self.maximumTitle {
            throw SessionsError(.validation, "a title has from 1 to \(Self.maximumTitle) characters")
        }
        for (name, value) in edit.labels { try Self.check(label: name, value) }
        let now = clock.now
        try await session.append { state in
            var labels = state.labels
            for name in edit.withoutLabels { labels[name] = nil }
            labels.merge(edit.labels) { $1 }
            guard labels.count <= Self.maximumLabels else {
                throw SessionsError(.validation, "a session has at most \(Self.maximumLabels) labels")
            }
            let change = SessionEdited(
                title: edit.title == state.title ? nil : edit.title, labels: labels == state.labels ? nil : labels,
                pinned: edit.pinned == state.pinned ? nil : edit.pinned)
            guard change.title != nil || change.labels != nil || change.pinned != nil else { return Batch([]) }
            return Batch([EntryDraft(.sessionEdited(change), principal: author.name, time: now)])
        }
    }

    private static func check(label name: String, _ value: String) throws {
        let isName = name.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."),
                UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "/"):
                true
            default: false
            }
        }
        guard isName, 1...63 ~= name.utf8.count else {
            throw SessionsError(
                .validation, "a label's name has 1 to 63 characters of a-z, 0-9, `.`, `_`, `-` and `/`",
                hint: "such as --label team=payments")
        }
        guard value.utf8.count <= maximumLabel, value.unicodeScalars.allSatisfy({ $0.value >= 0x20 }) else {
            throw SessionsError(
                .validation, "the value of the label `\(name)` is too long, or holds a control character")
        }
    }
}

extension SessionManager {
    /// Writes a finding whose citations were looked up.
    /// - Throws: `SessionsError` of code `closed`.
    package func record(_ finding: Finding, in session: Session, by author: Principal) async throws {
        let draft = EntryDraft(
            .findingRecorded(FindingRecorded(finding)), principal: author.name, time: clock.now)
        try await session.append { state in
            guard !state.isClosed else { throw SessionsError.closed(state.id) }
            return Batch([draft])
        }
    }
}
