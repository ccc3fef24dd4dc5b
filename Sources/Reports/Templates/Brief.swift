package import JSON
package import Model

/// Where an investigation stands, for somebody who comes in: what is known, open, waiting and new.
package struct Brief: Sendable {
    private let state: SessionState
    private let content: ReportContent

    /// The lines of each part.
    private static let shown = 12

    package init(_ snapshot: SessionSnapshot) {
        state = snapshot.state
        content = ReportContent(snapshot)
    }

    /// Findings whose citations were checked, and hypotheses that are decided.
    private var known: [String] {
        content.findings.filter { $0.verdict == .cited }.map { "\($0.severity.rawValue): \($0.statement)" }
            + LedgerLine.lines(of: state).filter { [.supported, .refuted].contains($0.hypothesis.status) }
            .map { "\($0.words): \($0.hypothesis.statement)" }
    }

    /// Hypotheses and findings that nothing decides, and what was not seen.
    private var open: [String] {
        state.hypotheses.filter { $0.status == .open }.map { "hypothesis: \($0.statement)" }
            + content.findings.filter { $0.verdict != .cited }.map { "\($0.verdict.rawValue): \($0.statement)" }
            + content.incompleteSources.map { "not all of \($0) was seen" }
            + state.failedCalls.suffix(5).map { "\($0.tool) gave no evidence: \($0.error.message)" }
    }

    private var waiting: [String] {
        state.waits.filter { $0.decision == nil }.map { "\($0.request.id): \($0.request.message)" }
            + state.runs.filter { $0.status == .running }.map { "\($0.id) of \($0.workflow) has not ended" }
    }

    private var new: [String] {
        content.journal.suffix(6).reversed().map { line in
            "\(line.time) \(line.words)" + (line.data.isEmpty ? "" : ": \(line.data)")
        }
    }

    private var parts: [(name: String, lines: [String])] {
        [("known", known), ("open", open), ("waiting", waiting), ("new", new)]
    }

    /// A few lines of plain text.
    package var text: String {
        var lines = ["\(content.title) (\(state.id)), \(content.status)"]
        if let window = state.window { lines.append("window \(Moment.span(window.start, window.end))") }
        for part in parts {
            lines.append("")
            lines.append("\(part.name.capitalizedFirst):" + (part.lines.isEmpty ? " nothing" : ""))
            lines += part.lines.prefix(Self.shown).map { "  - \(InertText.line($0))" }
            if part.lines.count > Self.shown { lines.append("  - and \(part.lines.count - Self.shown) more") }
        }
        return lines.joined(separator: "\n")
    }

    package var json: JSONValue {
        var object: JSONObject = [
            "session": .string(state.id.rawValue), "title": .string(state.title),
            "status": .string(state.status.rawValue), "sequence": JSONValue(state.head.sequence),
        ]
        for part in parts { object[part.name] = .array(part.lines.map { .string($0) }) }
        return .object(object)
    }
}

extension String {
    fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
