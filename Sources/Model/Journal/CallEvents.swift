package import JSON

/// Where in a run a call or a finding belongs.
package struct StepReference: Hashable, Sendable, Codable {
    package let run: RunID
    /// The step's identifier, with those of the workflows around it: `outer/inner`.
    package let path: String
    /// The element of a fan-out, from 0; nil outside one.
    package let iteration: Int?
    /// Counts from 1.
    package let attempt: Int

    package init(run: RunID, path: String, iteration: Int? = nil, attempt: Int = 1) {
        self.run = run
        self.path = path
        self.iteration = iteration
        self.attempt = attempt
    }

    /// Those that are kept together are nearly always of one run, so its name tells none of them from another.
    package func hash(into hasher: inout Hasher) {
        hasher.combine(path)
        hasher.combine(iteration)
        hasher.combine(attempt)
    }
}

/// What a call took, as far as its coverage does not tell it.
package struct CallCost: Hashable, Sendable, Codable {
    /// Bytes of what the caller was told: the canonical JSON of the output.
    package let answer: Int
    /// From its beginning to its end; 0 where earlier evidence was used.
    package let milliseconds: Int

    package init(answer: Int, milliseconds: Int) {
        self.answer = answer
        self.milliseconds = milliseconds
    }
}

/// What a call took that came to nothing once its tool was begun.
package struct FailedCost: Hashable, Sendable, Codable {
    package let milliseconds: Int
    /// Read of sources; of what was cut off, what it would have read at least.
    package let bytes: Int
    package let rows: Int

    package init(milliseconds: Int, bytes: Int, rows: Int) {
        self.milliseconds = milliseconds
        self.bytes = bytes
        self.rows = rows
    }
}

/// A call ended with a result, which is stored as evidence in the same commit.
package struct CallFinished: EventPayload {
    package static var kind: String { "call.finished" }
    package let call: CallID
    package let tool: String
    package let version: Int
    package let evidence: EvidenceID
    /// Hash of the evidence record's canonical JSON.
    package let evidenceHash: Digest
    package let coverage: [Coverage]
    package let summary: String
    /// True when earlier evidence was used and nothing was read anew.
    package let cached: Bool
    package let step: StepReference?
    /// The entry of a fork that it was taken over from, with its evidence; nil for a call of this session.
    package private(set) var from: EntryPlace?
    /// True for evidence of another installation that was taken over from a fork; nobody here vouches for it.
    package private(set) var imported: Bool?
    /// Nil in what was written before it was counted.
    package let cost: CallCost?

    /// - Parameter hash: the evidence's, where it is known already.
    package init(
        call: CallID, evidence: Evidence, hash: Digest? = nil, cached: Bool, step: StepReference?,
        cost: CallCost? = nil
    ) {
        self.call = call
        self.cost = cost
        tool = evidence.tool
        version = evidence.version
        self.evidence = evidence.id
        evidenceHash = hash ?? evidence.hash
        coverage = evidence.coverage
        summary = evidence.summary
        self.cached = cached
        self.step = step
    }

    /// All that the payload says.
    init(
        call: CallID, tool: String, version: Int, evidence: EvidenceID, evidenceHash: Digest, coverage: [Coverage],
        summary: String, cached: Bool, step: StepReference?, from: EntryPlace?, cost: CallCost?
    ) {
        self.call = call
        self.cost = cost
        self.tool = tool
        self.version = version
        self.evidence = evidence
        self.evidenceHash = evidenceHash
        self.coverage = coverage
        self.summary = summary
        self.cached = cached
        self.step = step
        self.from = from
    }

    /// The same call as another session takes it over.
    ///
    /// - Parameter isImported: Whether it was made elsewhere.
    package func taken(from place: EntryPlace, isImported: Bool = false) -> CallFinished {
        var copy = self
        copy.from = place
        if isImported { copy.imported = true }
        return copy
    }
}

/// A call was refused or failed; there is no evidence.
package struct CallFailed: EventPayload {
    package static var kind: String { "call.failed" }
    package let call: CallID
    package let tool: String
    /// Redacted; null when they were too large to be kept.
    package let arguments: JSONValue
    package let error: ToolError
    package let step: StepReference?
    /// The sources that it was lent before it failed; nil when that was not written down, or is more than sources.
    package let sources: [String]?
    /// Nil where its tool was not begun, and in what was written before it was counted.
    package let cost: FailedCost?

    package init(
        call: CallID, tool: String, arguments: JSONValue, error: ToolError, step: StepReference?,
        sources: [String]? = nil, cost: FailedCost? = nil
    ) {
        self.call = call
        self.tool = tool
        self.arguments = arguments
        self.error = error
        self.step = step
        self.sources = sources
        self.cost = cost
    }

    /// The same call without the arguments, which cannot be judged then.
    var withoutArguments: CallFailed {
        CallFailed(call: call, tool: tool, arguments: .null, error: error, step: step, sources: sources, cost: cost)
    }
}

/// A finding was recorded; its verdict is the server's.
package struct FindingRecorded: EventPayload {
    package static var kind: String { "finding.recorded" }
    package let finding: Finding
    /// The entry of a fork that it was taken over from; nil for a finding of this session.
    package let from: EntryPlace?

    package init(_ finding: Finding, from: EntryPlace? = nil) {
        self.finding = finding
        self.from = from
    }
}
