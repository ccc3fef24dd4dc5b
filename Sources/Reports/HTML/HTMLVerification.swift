internal import Model

/// Where the journal stands, for whoever wants to check the report against it.
struct HTMLVerification: Sendable {
    let markup: Markup

    init(_ content: ReportContent) {
        let updated: Markup =
            content.head == .empty ? "" : "<dt>Last entry</dt><dd>\(Moment.full(content.state.updated))</dd>\n"
        let labels = content.state.labels.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
        let labelled: Markup =
            labels.isEmpty ? "" : "<dt>Labels</dt><dd>\(labels.joined(separator: ", "))</dd>\n"
        let forked: Markup =
            content.state.origin.map { origin in
                """
                <dt>Forked from</dt><dd><span class="id">\(origin.parent.rawValue)</span> \
                at entry \(Figures.count(origin.sequence)), <span class="id">\(origin.hash.hex)</span></dd>

                """
            } ?? ""
        markup = """
            <footer id="verification">
            <h2>Verification</h2>
            <p>\(Sentences.verification)</p>
            <dl>
            <dt>Session</dt><dd><span class="id">\(content.state.id.rawValue)</span></dd>
            <dt>Owner</dt><dd>\(content.state.owner.words)</dd>
            \(forked)\(labelled)<dt>Journal head</dt><dd>entry \(Figures.count(content.head.sequence)), <span class="id">\(content.head.hash.hex)</span></dd>
            \(updated)</dl>
            </footer>
            """
    }
}
