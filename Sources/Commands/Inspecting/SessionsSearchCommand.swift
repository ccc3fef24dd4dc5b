import ArgumentParser
import JSON
import Model
import Sessions
import Store

/// `casebook sessions search`: where words stand in titles, notes, findings and evidence.
struct SessionsSearchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "search", abstract: "Find words in titles, notes, findings and evidence.",
        discussion: "All the words have to stand in one text. A * at the end stands for the rest of the last word.")

    @Argument(help: "Words.")
    var text: [String]

    @Option(help: "How many at most, from 1 to 500.")
    var limit = 20

    @Option(help: "Where the page before ended, as its nextCursor said.")
    var cursor: String?

    @OptionGroup var options: GlobalOptions

    func validate() throws {
        guard 1...500 ~= limit else { throw ValidationError("--limit is from 1 to 500") }
    }

    func run() async throws {
        let manager = try await Wiring(options).openForReading()
        let page = try await manager.store.search(text.joined(separator: " "), limit: limit, cursor: cursor)
        try await manager.store.close()
        guard !options.json else {
            return options.output.json([
                "hits": .array(page.hits.map(\.interface)),
                "nextCursor": page.nextCursor.map { .string($0) } ?? .null,
            ])
        }
        options.output.text(text(of: page))
    }

    private func text(of page: SearchPage) -> String {
        guard !page.hits.isEmpty else { return "Nothing found." }
        var lines: [String] = []
        var session: SessionID?
        for hit in page.hits {
            if hit.session != session {
                let title = options.output.paint(Printable.cut(hit.title, to: 60), .bold)
                lines.append("\(hit.session)  \(title)")
                session = hit.session
            }
            let row = "  \(hit.place.rawValue.padded(to: 8))  \(hit.sequence)  \(Printable.clean(hit.snippet))"
            lines.append(options.output.fitted(row))
        }
        if let cursor = page.nextCursor { lines.append("… --cursor \(cursor) shows more") }
        return lines.joined(separator: "\n")
    }
}

extension SearchHit {
    /// As the command line's JSON shows it.
    fileprivate var interface: JSONValue {
        [
            "session": .string(session.rawValue), "title": .string(title), "place": .string(place.rawValue),
            "snippet": .string(snippet), "sequence": JSONValue(sequence), "time": .string(time.description),
        ]
    }
}
