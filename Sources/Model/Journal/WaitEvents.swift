package import JSON

/// A step asked a person; the run goes on when somebody, or the time, has answered.
package struct WaitRequested: EventPayload {
    package static var kind: String { "step.waiting" }

    /// What is asked for.
    package enum Purpose: String, Sendable, Codable {
        /// Agreement to exactly the calls that `action` holds.
        case approval
        /// A value that meets `schema`.
        case question
    }

    package let id: WaitID
    package let step: StepReference
    package let purpose: Purpose
    package let message: String
    /// The calls that an approval is for, with their resolved arguments; null for a question.
    package let action: JSONValue
    /// Hash of the action's canonical JSON: an approval holds for this and nothing else.
    package let actionHash: Digest
    /// Groups whose members may decide; empty for everybody who may decide at all.
    package let groups: [String]
    /// What an answer has to meet; null for an approval.
    package let schema: JSONValue
    /// When nobody's answer counts any more; nil for never.
    package let expires: Timestamp?

    /// The same question with its texts changed; the hash stays that of what is agreed to.
    func mapping(_ transform: (JSONValue) -> JSONValue, _ text: (String) -> String) -> WaitRequested {
        WaitRequested(self, message: text(message), action: transform(action))
    }

    /// That there is a question, and nothing of it: by the hash of an action it could be guessed.
    func withheld(saying message: String) -> WaitRequested {
        WaitRequested(
            id: id, step: step, purpose: purpose, message: message, action: .null, groups: groups, schema: .null,
            expires: expires)
    }

    private init(_ other: WaitRequested, message: String, action: JSONValue) {
        id = other.id
        step = other.step
        purpose = other.purpose
        self.message = message
        self.action = action
        actionHash = other.actionHash
        groups = other.groups
        schema = other.schema
        expires = other.expires
    }

    package init(
        id: WaitID, step: StepReference, purpose: Purpose, message: String, action: JSONValue, groups: [String],
        schema: JSONValue, expires: Timestamp?
    ) {
        self.id = id
        self.step = step
        self.purpose = purpose
        self.message = message
        self.action = action
        actionHash = Digest(of: action.canonicalBytes())
        self.groups = groups
        self.schema = schema
        self.expires = expires
    }
}

/// Somebody, or the time, answered; the first such entry of a wait counts, and it is used up by it.
package struct WaitDecided: EventPayload {
    // Not of the kinds that carry a fencing token: whoever answers does not drive the run.
    package static var kind: String { "wait.decided" }

    package enum Decision: String, Sendable, Codable {
        case approved, denied, answered, expired
    }

    package let id: WaitID
    package let decision: Decision
    /// The value of an answer.
    package let answer: JSONValue?
    /// Why it was denied, in the words of whoever did.
    package let reason: String?
    package let author: Principal

    package init(
        id: WaitID, decision: Decision, answer: JSONValue? = nil, reason: String? = nil, author: Principal
    ) {
        self.id = id
        self.decision = decision
        self.answer = answer
        self.reason = reason
        self.author = author
    }
}

/// Nothing else can go on in a run until somebody answers; the lease is given back.
package struct RunPaused: EventPayload {
    package static var kind: String { "run.waiting" }
    package let run: RunID

    package init(run: RunID) { self.run = run }
}
