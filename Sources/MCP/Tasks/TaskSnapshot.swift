import JSON

/// A task as it stands (Tasks extension, `DetailedTask`).
public struct TaskSnapshot: Hashable, Sendable {
    /// How far it is.
    public enum State: Hashable, Sendable {
        /// It runs.
        case working
        /// It waits for answers to these; a key is never used twice in a task's life.
        case inputRequired([String: InputRequest])
        /// The tool answered, perhaps with `isError`.
        case completed(CallResult)
        /// The request came to a protocol error.
        case failed(MCPError)
        /// It was stopped.
        case cancelled

        /// Whether nothing changes any more.
        public var isTerminal: Bool {
            switch self {
            case .working, .inputRequired: false
            case .completed, .failed, .cancelled: true
            }
        }
    }

    /// The name, which nobody can guess.
    public var id: String
    /// How far it is.
    public var state: State
    /// What it is doing, for people.
    public var statusMessage: String?
    /// When it was made, ISO 8601.
    public var createdAt: String
    /// When it last changed, ISO 8601.
    public var lastUpdatedAt: String
    /// Milliseconds from its making for which it can be read; nil for ever.
    public var timeToLive: Int?
    /// Milliseconds that a client should wait between reads.
    public var pollInterval: Int?

    /// A task.
    public init(
        id: String, state: State, statusMessage: String? = nil, createdAt: String, lastUpdatedAt: String,
        timeToLive: Int?, pollInterval: Int? = nil
    ) {
        self.id = id
        self.state = state
        self.statusMessage = statusMessage
        self.createdAt = createdAt
        self.lastUpdatedAt = lastUpdatedAt
        self.timeToLive = timeToLive
        self.pollInterval = pollInterval
    }

    /// The members that every form has (`Task`).
    func summary() -> JSONObject {
        var object: JSONObject = ["taskId": .string(id), "status": .string(status)]
        object.set("statusMessage", statusMessage)
        object["createdAt"] = .string(createdAt)
        object["lastUpdatedAt"] = .string(lastUpdatedAt)
        object["ttlMs"] = timeToLive.map { JSONValue($0) } ?? .null
        object.set("pollIntervalMs", pollInterval)
        return object
    }

    /// All members, with what the state adds.
    func details(projecting project: (CallResult) -> JSONObject) -> JSONObject {
        var object = summary()
        switch state {
        case .working, .cancelled: break
        case .inputRequired(let requests):
            var keyed = JSONObject()
            for (key, request) in requests.sorted(by: { $0.key < $1.key }) { keyed[key] = request.json }
            object["inputRequests"] = .object(keyed)
        case .completed(let result): object["result"] = .object(project(result))
        case .failed(let error):
            object["error"] = error.json(in: .newest)
            if statusMessage == nil { object["statusMessage"] = .string(error.message) }
        }
        return object
    }

    private var status: String {
        switch state {
        case .working: "working"
        case .inputRequired: "input_required"
        case .completed: "completed"
        case .failed: "failed"
        case .cancelled: "cancelled"
        }
    }
}
