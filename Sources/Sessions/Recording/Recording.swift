package import JSON
package import Model
import Tooling

/// What one run asked and was told, so that it can be run again without a source being read.
package struct Recording: Sendable, Codable {
    package let session: SessionID
    package let title: String
    package let window: Window
    package let run: RunID
    package let started: Timestamp
    /// With the defaults of then.
    package let inputs: JSONObject
    /// Every source that a call has read.
    package let sources: [RecordedSource]
    package let evidence: [RecordedEvidence]
    /// In the order in which they ended.
    package let calls: [RecordedCall]
    package let decisions: [RecordedDecision]

    package init(
        session: SessionID, title: String, window: Window, run: RunID, started: Timestamp, inputs: JSONObject,
        sources: [RecordedSource], evidence: [RecordedEvidence], calls: [RecordedCall], decisions: [RecordedDecision]
    ) {
        self.session = session
        self.title = title
        self.window = window
        self.run = run
        self.started = started
        self.inputs = inputs
        self.sources = sources
        self.evidence = evidence
        self.calls = calls
        self.decisions = decisions
    }

    /// The sources by name and kind, with nothing behind them that could be read.
    var catalog: SourceCatalog { SourceCatalog(sources.map { Source(name: $0.name, kind: $0.kind) }) }
}

/// A source as a recording knows it.
package struct RecordedSource: Hashable, Sendable, Codable {
    package let name: String
    package let kind: SourceKind

    package init(name: String, kind: SourceKind) {
        self.name = name
        self.kind = kind
    }
}
