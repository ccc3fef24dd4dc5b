package import JSON

/// A run of a workflow began; it pins the workflow's text.
package struct RunStarted: EventPayload {
    package static var kind: String { "run.started" }
    package let run: RunID
    package let workflow: String
    package let version: String
    /// The whole text of the workflow file, so that resuming does not depend on the file.
    package let text: String
    package let textHash: Digest
    /// The texts of the workflows that it uses, by name; nil where there are none.
    package let children: [String: String]?
    /// With defaults filled in.
    package let inputs: JSONObject
    /// What expressions see as `session`, as it was when the run began.
    package let session: JSONObject
    /// The run whose finished steps are used again; nil for a run that makes every step itself.
    package let reuse: RunReuse?

    package init(
        run: RunID, workflow: String, version: String, text: String, children: [String: String] = [:],
        inputs: JSONObject, session: JSONObject, reuse: RunReuse? = nil
    ) {
        self.run = run
        self.workflow = workflow
        self.version = version
        self.text = text
        textHash = Digest(of: Array(text.utf8))
        self.children = children.isEmpty ? nil : children
        self.inputs = inputs
        self.session = session
        self.reuse = reuse
    }
}

/// What a run takes over from an earlier one of the same workflow and session.
package struct RunReuse: Hashable, Sendable, Codable {
    package let run: RunID
    /// This step, and what needs it, are made anew.
    package let from: String

    package init(run: RunID, from: String) {
        self.run = run
        self.from = from
    }
}

/// An unfinished run goes on with another text, in which its finished steps are the same.
package struct RunChanged: EventPayload {
    package static var kind: String { "run.changed" }
    package let run: RunID
    package let version: String
    package let text: String
    package let textHash: Digest
    /// The texts of the workflows that it uses, by name; nil where there are none.
    package let children: [String: String]?

    package init(run: RunID, version: String, text: String, children: [String: String] = [:]) {
        self.run = run
        self.version = version
        self.text = text
        textHash = Digest(of: Array(text.utf8))
        self.children = children.isEmpty ? nil : children
    }
}

/// Somebody wants a run to end; whoever drives it, or takes it next, ends it.
///
/// It carries no fencing token, since whoever asks does not drive the run.
package struct CancelRequested: EventPayload {
    package static var kind: String { "cancel.requested" }
    package let run: RunID
    package let reason: String?
    package let author: Principal

    package init(run: RunID, reason: String?, author: Principal) {
        self.run = run
        self.reason = reason
        self.author = author
    }
}

/// A process took the run to drive it: at the start, or after the process before it had gone.
package struct RunTaken: EventPayload {
    package static var kind: String { "run.taken" }
    package let run: RunID
    /// The fencing token; every later entry of the run is written under it or a higher one.
    package let token: Int
    /// The process that it was taken from against its will; nil for a run that was free.
    package let from: String?

    package init(run: RunID, token: Int, from: String? = nil) {
        self.run = run
        self.token = token
        self.from = from
    }
}

/// A run ended.
package struct RunFinished: EventPayload {
    package static var kind: String { "run.finished" }
    package let run: RunID
    package let status: RunStatus
    package let outputs: JSONObject
    package let error: ToolError?

    package init(run: RunID, status: RunStatus, outputs: JSONObject, error: ToolError? = nil) {
        self.run = run
        self.status = status
        self.outputs = outputs
        self.error = error
    }
}

/// A step was started; written in the commit before its work begins.
package struct StepStarted: EventPayload {
    package static var kind: String { "step.started" }
    package let step: StepReference

    package init(_ step: StepReference) { self.step = step }
}

/// A step ended; a step that called a tool refers to its evidence instead of repeating the output.
package struct StepFinished: EventPayload {
    package static var kind: String { "step.finished" }
    package let step: StepReference
    package let status: StepStatus
    package let evidence: EvidenceID?
    package let output: JSONValue?
    package let error: ToolError?
    /// Why it was skipped, in words.
    package let reason: String?

    package init(
        _ step: StepReference, status: StepStatus, evidence: EvidenceID? = nil, output: JSONValue? = nil,
        error: ToolError? = nil, reason: String? = nil
    ) {
        self.step = step
        self.status = status
        self.evidence = evidence
        self.output = output
        self.error = error
        self.reason = reason
    }
}
