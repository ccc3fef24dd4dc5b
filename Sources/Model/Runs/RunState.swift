package import JSON

/// One run of a workflow as the journal tells it.
package struct RunState: Sendable {
    package let id: RunID
    package let workflow: String
    package private(set) var version: String
    package private(set) var text: String
    /// The texts of the workflows that it uses, by name.
    package private(set) var children: [String: String]
    package let inputs: JSONObject
    /// What expressions see as `session`.
    package let session: JSONObject
    /// The run whose finished steps are used again.
    package let reuse: RunReuse?
    package let started: Timestamp
    /// Who wants the run to end; nil while nobody does.
    package private(set) var cancellation: CancelRequested?
    package private(set) var finished: Timestamp?
    package private(set) var status: RunStatus = .running
    package private(set) var outputs: JSONObject = [:]
    package private(set) var error: ToolError?
    /// Whether something of it was made elsewhere and no local person has accepted its workflow since.
    package private(set) var needsAcceptance = false
    /// Each attempt at a step, in the order of their starting entries.
    package private(set) var attempts = StepAttempts()
    /// What its calls took together; how long its steps took, their attempts tell.
    package private(set) var sums = CallSums()
    /// Attempts of which nothing but a call is told yet, as of those that are taken over.
    private var called: Set<StepReference> = []

    init(_ started: RunStarted, at time: Timestamp) {
        id = started.run
        workflow = started.workflow
        version = started.version
        text = started.text
        children = started.children ?? [:]
        inputs = started.inputs
        session = started.session
        reuse = started.reuse
        self.started = time
    }

    /// What is known of an attempt; nil for one that has not begun.
    package func attempt(_ step: StepReference) -> StepAttempt? { attempts.place(of: step).map { attempts[$0] } }

    /// Attempts that have made a call.
    package var callingCount: Int { attempts.reduce(called.count) { $0 + ($1.hasCalled ? 1 : 0) } }

    /// Whether an attempt waits for a person.
    func isWaiting(for step: StepReference) -> Bool {
        attempts.place(of: step).map { attempts[$0].status == .waiting } ?? false
    }

    mutating func take() {
        if status == .waiting { status = .running }
    }

    mutating func change(_ changed: RunChanged) {
        version = changed.version
        text = changed.text
        children = changed.children ?? [:]
    }

    mutating func requestCancel(_ request: CancelRequested) {
        if !status.isFinal, cancellation == nil { cancellation = request }
    }

    /// An entry of it was made elsewhere.
    mutating func markImported() { needsAcceptance = true }

    /// A local person agreed to a text; one that is not the run's own changes nothing.
    mutating func accept(_ hash: Digest) {
        if hash == textHash { needsAcceptance = false }
    }

    /// Hash of the text and of those that it uses: what somebody agrees to who lets an imported run be driven.
    ///
    /// It is computed from what would be run; what the journal says of itself is not believed.
    package var textHash: Digest {
        guard !children.isEmpty else { return Digest(of: Array(text.utf8)) }
        let texts: JSONValue = ["children": .object(JSONObject(children)), "text": .string(text)]
        return Digest(of: texts.canonicalBytes())
    }

    mutating func pause() { status = .waiting }

    mutating func wait(_ request: WaitRequested, at time: Timestamp) {
        attempts.change(place(of: request.step, at: time)) { $0.wait() }
    }

    mutating func finish(_ finished: RunFinished, at time: Timestamp) {
        status = finished.status
        outputs = finished.outputs
        error = finished.error
        self.finished = time
    }

    /// A fork began while the run went on: it stays with the session that it belongs to, and here it has ended.
    mutating func leave(in session: SessionID, at time: Timestamp) {
        for index in attempts.indices where !attempts[index].status.isFinal {
            attempts.change(index) { $0.leave(in: session, at: time) }
        }
        status = .cancelled
        finished = time
        cancellation = nil
        error = ToolError(
            .cancelled, "the run had not ended when this session was forked; it belongs to \(session)",
            hint: "`casebook rerun` takes over what it had finished")
    }

    mutating func start(_ step: StepReference, at time: Timestamp) {
        // A step that was cut off by a crash is started again under the same reference.
        attempts.change(place(of: step, at: time)) { $0.begin(at: time) }
    }

    mutating func finish(_ finished: StepFinished, at time: Timestamp) {
        attempts.change(place(of: finished.step, at: time)) { $0.finish(finished, at: time) }
    }

    /// The same, of a step of which no more is told than this.
    mutating func finish(_ step: StepReference, _ status: StepStatus, _ evidence: EvidenceID?, at time: Timestamp) {
        attempts.change(place(of: step, at: time)) { $0.finish(status, evidence, at: time) }
    }

    mutating func count(_ call: CallFinished, at step: StepReference) {
        sums.add(call)
        note(callAt: step)
    }

    mutating func count(_ call: CallFailed, at step: StepReference) {
        if let cost = call.cost { sums.add(cost) }
        note(callAt: step)
    }

    /// Counts calls that are told of together.
    mutating func count(_ calls: CallSums) { sums.add(calls) }

    mutating func note(callAt step: StepReference) {
        if let place = attempts.place(of: step) {
            attempts.change(place) { $0.noteCall() }
        } else {
            called.insert(step)
        }
    }

    /// Makes room to find so many attempts more.
    mutating func reserveAttempts(_ count: Int) { attempts.reserve(count) }

    /// Where an attempt stands; one that is not known begins.
    private mutating func place(of step: StepReference, at time: Timestamp) -> Int {
        let (place, isNew) = attempts.place(of: step, begunAt: time)
        if isNew, !called.isEmpty, called.remove(step) != nil { attempts.change(place) { $0.noteCall() } }
        return place
    }
}

extension RunState {
    /// Takes in how the run ended of whose end nothing else is known any more.
    mutating func finishRemoved(_ status: RunStatus, by tombstone: Entry) {
        finish(RunFinished(run: id, status: status, outputs: [:]), at: tombstone.time)
    }

    /// Takes in how an attempt ended of which nothing else is known any more.
    mutating func finishRemoved(_ step: StepReference, status: StepStatus, by tombstone: Entry) {
        // A question that was removed was answered before, or will never be.
        guard attempt(step)?.status.isFinal != true else { return }
        let reason = "what it gave was removed, see entry \(tombstone.sequence)"
        finish(StepFinished(step, status: status, reason: reason), at: tombstone.time)
        if let place = attempts.place(of: step) { attempts.change(place) { $0.remove(by: tombstone.sequence) } }
    }
}

extension JSONObject {
    fileprivate init(_ texts: [String: String]) {
        self.init(texts.map { ($0.key, JSONValue.string($0.value)) }, uniquingKeysWith: { first, _ in first })
    }
}
