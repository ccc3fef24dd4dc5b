import ArgumentParser
import JSON
import Model
import Sessions
import Store

/// `casebook sessions list`: the newest updated first.
struct SessionsListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "List sessions, the newest first.")

    @Option(help: "How many at most, from 1 to 500.")
    var limit = 50

    @Option(help: "Where the page before ended, as its nextCursor said.")
    var cursor: String?

    @Option(help: ArgumentHelp("Only those that bear this label; several have to fit.", valueName: "name=value"))
    var label: [String] = []

    @OptionGroup var options: GlobalOptions

    func validate() throws {
        guard 1...500 ~= limit else { throw ValidationError("--limit is from 1 to 500") }
    }

    func run() async throws {
        let manager = try await Wiring(options).openForReading()
        let page = try await manager.store.sessions(
            labelled: try LabelOption.labels(label), limit: limit, cursor: cursor)
        try await manager.store.close()
        options.json ? options.output.json(json(of: page)) : options.output.text(text(of: page))
    }

    private func json(of page: SessionPage) -> JSONValue {
        [
            "sessions": .array(page.sessions.map(\.interface)),
            "nextCursor": page.nextCursor.map { .string($0) } ?? .null,
        ]
    }

    private func text(of page: SessionPage) -> String {
        guard !page.sessions.isEmpty else {
            guard label.isEmpty else { return "No session bears that." }
            return "No sessions yet. `casebook run service-outage` opens the first."
        }
        let rows = page.sessions.map { session in
            let row = "\(session.id)  \(session.status.rawValue.padded(to: 8))  \(session.updated)  "
            let labels = session.labels.sorted { $0.key < $1.key }.map { "  \($0.key)=\($0.value)" }.joined()
            let pin = session.pinned ? "* " : ""
            return options.output.fitted(row + pin + Printable.cut(session.title, to: 60) + Printable.clean(labels))
        }
        let more = page.nextCursor.map { ["… --cursor \($0) shows more"] } ?? []
        return (rows + more).joined(separator: "\n")
    }
}

extension SessionSummary {
    /// As the command line's JSON shows it.
    var interface: JSONValue {
        [
            "id": .string(id.rawValue), "title": .string(title), "status": .string(status.rawValue),
            "created": .string(created.description), "updated": .string(updated.description),
            "pinned": .bool(pinned), "labels": (try? JSONValue(encoding: labels)) ?? [:],
        ]
    }
}
