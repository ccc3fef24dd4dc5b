internal import Model

extension InMemoryStore {
    package func search(_ text: String, limit: Int, cursor: String?) throws -> SearchPage {
        try checkOpen()
        let query = try SearchQuery(text)
        let end = try cursor.map { try SearchPosition(cursor: $0) } ?? .end
        guard limit > 0 else { return SearchPage(hits: [], nextCursor: nil) }
        var hits: [(position: SearchPosition, hit: SearchHit)] = []
        for (number, session) in order.enumerated().reversed() {
            guard let session else { continue }
            for entry in (journals[session] ?? []).reversed() {
                let position = SearchPosition(Int64(number + 1) << 24 | Int64(entry.sequence))
                guard position < end, let found = SearchableText(entry), query.matches(found.text) else { continue }
                guard hits.count < limit else {
                    return SearchPage(hits: hits.map(\.hit), nextCursor: hits.last?.position.cursor)
                }
                let hit = SearchHit(
                    session: session, title: summaries[session]?.title ?? "", place: found.place,
                    snippet: Snippet(of: found.text, for: query).text, sequence: entry.sequence, time: entry.time)
                hits.append((position, hit))
            }
        }
        return SearchPage(hits: hits.map(\.hit), nextCursor: nil)
    }
}
