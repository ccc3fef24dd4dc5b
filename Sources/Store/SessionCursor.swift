package import Model

/// A place in the list of sessions, newest updated first; the opaque text of a page's cursor.
///
/// It names the last session of the page and not a count, so that nothing is left out or shown twice when sessions are
/// added between two pages.
package struct SessionCursor: Hashable, Sendable {
    package let updated: Timestamp
    package let session: SessionID

    /// The place right after a session.
    package init(after summary: SessionSummary) {
        updated = summary.updated
        session = summary.id
    }

    /// Reads the text of a cursor.
    ///
    /// - Throws: `StoreError` of code `badCursor`.
    package init(_ text: String) throws {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, let nanoseconds = Int64(parts[0]), let session = SessionID(String(parts[1])) else {
            throw StoreError.badCursor
        }
        updated = Timestamp(nanoseconds: nanoseconds)
        self.session = session
    }

    package var text: String { "\(updated.nanoseconds).\(session)" }

    /// True when a session comes after this place.
    package func precedes(_ summary: SessionSummary) -> Bool {
        (summary.updated, summary.id) < (updated, session)
    }
}

extension StoreError {
    /// The answer to a cursor that no list of sessions gave out.
    package static var badCursor: StoreError {
        StoreError(.badCursor, "that is not a cursor of a list of sessions", hint: "begin without a cursor")
    }
}
