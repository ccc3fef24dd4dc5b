package import JSON

/// What one entry says happened; the payload of each case is a `Codable` structure.
package indirect enum Event: Sendable {
    case sessionOpened(SessionOpened)
    case sessionForked(SessionForked)
    case windowSet(WindowSet)
    case noteAdded(NoteAdded)
    case sessionEdited(SessionEdited)
    case sessionClosed(SessionClosed)
    case callFinished(CallFinished)
    case callFailed(CallFailed)
    case findingRecorded(FindingRecorded)
    case hypothesisOpened(HypothesisOpened)
    case hypothesisWeighed(HypothesisWeighed)
    case runStarted(RunStarted)
    case runTaken(RunTaken)
    case runChanged(RunChanged)
    case cancelRequested(CancelRequested)
    case runFinished(RunFinished)
    case stepStarted(StepStarted)
    case stepFinished(StepFinished)
    case waitRequested(WaitRequested)
    case waitDecided(WaitDecided)
    case runPaused(RunPaused)
    case entryScrubbed(EntryScrubbed)
    case bodiesRemoved(BodiesRemoved)
    case sessionDeleted(SessionDeleted)
    case workflowAccepted(WorkflowAccepted)
    case sessionImported(SessionImported)
    case sessionShared(SessionShared)
    case sessionUnshared(SessionUnshared)
    case accessRefused(AccessRefused)
    case tokenAdded(TokenAdded)
    case tokenRevoked(TokenRevoked)
    /// A kind that this version does not know, or a payload that was scrubbed; kept and passed through.
    case unknown(kind: String, payload: JSONValue)
}

/// The payload of one kind of entry.
package protocol EventPayload: Codable, Sendable {
    /// The kind as it stands in the journal; never changed once released.
    static var kind: String { get }
}

extension Event {
    /// The name of the kind in the journal.
    package var kind: String {
        switch self {
        case .unknown(let kind, _): kind
        default: content.map { type(of: $0).kind } ?? ""
        }
    }

    /// The payload as JSON.
    package var payload: JSONValue {
        if case .unknown(_, let payload) = self { return payload }
        guard let content, let value = try? JSONValue(encoding: content) else { return .null }
        return value
    }

    private var content: (any EventPayload)? {
        switch self {
        case .sessionOpened(let content): content
        case .sessionForked(let content): content
        case .windowSet(let content): content
        case .noteAdded(let content): content
        case .sessionEdited(let content): content
        case .sessionClosed(let content): content
        case .callFinished(let content): content
        case .callFailed(let content): content
        case .findingRecorded(let content): content
        case .hypothesisOpened(let content): content
        case .hypothesisWeighed(let content): content
        case .runStarted(let content): content
        case .runTaken(let content): content
        case .runChanged(let content): content
        case .cancelRequested(let content): content
        case .runFinished(let content): content
        case .stepStarted(let content): content
        case .stepFinished(let content): content
        case .waitRequested(let content): content
        case .waitDecided(let content): content
        case .runPaused(let content): content
        case .entryScrubbed(let content): content
        case .bodiesRemoved(let content): content
        case .sessionDeleted(let content): content
        case .workflowAccepted(let content): content
        case .sessionImported(let content): content
        case .sessionShared(let content): content
        case .sessionUnshared(let content): content
        case .accessRefused(let content): content
        case .tokenAdded(let content): content
        case .tokenRevoked(let content): content
        case .unknown: nil
        }
    }

    /// Reads a stored entry; a kind or form that this version does not know becomes `unknown`.
    ///
    /// Who acted elsewhere is named as imported, and what a finding says of itself is not believed.
    package init(_ entry: Entry) {
        let recorded = Event(recorded: entry)
        self = entry.isImported ? recorded.imported : recorded
    }

    /// Reads an entry as it was written, wherever that was.
    package init(recorded entry: Entry) {
        guard let bytes = entry.payload, let payload = try? JSONValue(parsing: bytes) else {
            self = .unknown(kind: entry.kind, payload: .null)
            return
        }
        self = (try? Self.decode(kind: entry.kind, payload)) ?? .unknown(kind: entry.kind, payload: payload)
    }

    private static func decode(kind: String, _ payload: JSONValue) throws -> Event {
        switch kind {
        case SessionOpened.kind: .sessionOpened(try payload.decode(SessionOpened.self))
        case SessionForked.kind: .sessionForked(try payload.decode(SessionForked.self))
        case WindowSet.kind: .windowSet(try payload.decode(WindowSet.self))
        case NoteAdded.kind: .noteAdded(try payload.decode(NoteAdded.self))
        case SessionEdited.kind: .sessionEdited(try payload.decode(SessionEdited.self))
        case SessionClosed.kind: .sessionClosed(try payload.decode(SessionClosed.self))
        case CallFinished.kind: .callFinished(try payload.decode(CallFinished.self))
        case CallFailed.kind: .callFailed(try payload.decode(CallFailed.self))
        case FindingRecorded.kind: .findingRecorded(try payload.decode(FindingRecorded.self))
        case HypothesisOpened.kind: .hypothesisOpened(try payload.decode(HypothesisOpened.self))
        case HypothesisWeighed.kind: .hypothesisWeighed(try payload.decode(HypothesisWeighed.self))
        case RunStarted.kind: .runStarted(try payload.decode(RunStarted.self))
        case RunTaken.kind: .runTaken(try payload.decode(RunTaken.self))
        case RunChanged.kind: .runChanged(try payload.decode(RunChanged.self))
        case CancelRequested.kind: .cancelRequested(try payload.decode(CancelRequested.self))
        case RunFinished.kind: .runFinished(try payload.decode(RunFinished.self))
        case StepStarted.kind: .stepStarted(try payload.decode(StepStarted.self))
        case StepFinished.kind: .stepFinished(try payload.decode(StepFinished.self))
        case WaitRequested.kind: .waitRequested(try payload.decode(WaitRequested.self))
        case WaitDecided.kind: .waitDecided(try payload.decode(WaitDecided.self))
        case RunPaused.kind: .runPaused(try payload.decode(RunPaused.self))
        case EntryScrubbed.kind: .entryScrubbed(try payload.decode(EntryScrubbed.self))
        case BodiesRemoved.kind: .bodiesRemoved(try payload.decode(BodiesRemoved.self))
        case SessionDeleted.kind: .sessionDeleted(try payload.decode(SessionDeleted.self))
        case WorkflowAccepted.kind: .workflowAccepted(try payload.decode(WorkflowAccepted.self))
        case SessionImported.kind: .sessionImported(try payload.decode(SessionImported.self))
        case SessionShared.kind: .sessionShared(try payload.decode(SessionShared.self))
        case SessionUnshared.kind: .sessionUnshared(try payload.decode(SessionUnshared.self))
        case AccessRefused.kind: .accessRefused(try payload.decode(AccessRefused.self))
        case TokenAdded.kind: .tokenAdded(try payload.decode(TokenAdded.self))
        case TokenRevoked.kind: .tokenRevoked(try payload.decode(TokenRevoked.self))
        default: .unknown(kind: kind, payload: payload)
        }
    }
}
