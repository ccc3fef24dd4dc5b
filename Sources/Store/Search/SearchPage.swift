package import Model

/// A text in which all the words stand that were looked for.
package struct SearchHit: Hashable, Sendable {
    package let session: SessionID
    /// The session's, as it is now.
    package let title: String
    package let place: SearchPlace
    /// The part of the text around the first of the words; `…` marks where it was cut.
    package let snippet: String
    /// The entry that holds the text.
    package let sequence: Int
    package let time: Timestamp

    package init(
        session: SessionID, title: String, place: SearchPlace, snippet: String, sequence: Int, time: Timestamp
    ) {
        self.session = session
        self.title = title
        self.place = place
        self.snippet = snippet
        self.sequence = sequence
        self.time = time
    }
}

/// A page of what a search found.
package struct SearchPage: Sendable {
    package let hits: [SearchHit]
    /// Fetches the next page; nil at the end.
    package let nextCursor: String?

    package init(hits: [SearchHit], nextCursor: String?) {
        self.hits = hits
        self.nextCursor = nextCursor
    }
}
