import JSON
import Synchronization

extension Connection: EventListener {
    /// Sends a request to the client and waits for its answer; legacy connections alone have such requests.
    func ask(_ request: InputRequest, through sink: any FrameSink) async throws -> JSONObject {
        let revision = negotiated ?? .newestLegacy
        let number = state.withLock { state in
            defer { state.nextAsk += 1 }
            return state.nextAsk
        }
        let params = request.params(in: revision, elicitationID: server.options.environment.randomID())
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let isOpen = state.withLock { state in
                    guard !state.isClosed, !Task.isCancelled else { return false }
                    state.asked[number] = continuation
                    // Sent under the lock, so that a cancellation cannot overtake it.
                    sink.send(.request(.integer(number), request.method, params))
                    return true
                }
                if !isOpen { continuation.resume(throwing: CancellationError()) }
            }
        } onCancel: {
            if withdraw(number) {
                let params: JSONObject = ["requestId": JSONValue(number)]
                sink.send(.notification("notifications/cancelled", params))
            }
        }
    }

    /// The client's answer to a request of ours; one that nobody waits for is ignored.
    func answered(_ id: RequestID, _ response: Envelope.Response) {
        guard case .integer(let number) = id else { return }
        guard let continuation = state.withLock({ $0.asked.removeValue(forKey: number) }) else { return }
        switch response {
        case .result(let result): continuation.resume(returning: result)
        case .error(_, let message):
            continuation.resume(throwing: ToolFailure("The client could not answer: \(message.prefix(500))"))
        }
    }

    /// The client's answer to a request of ours has not the form of one: nobody waits for another.
    func failed(_ id: RequestID, _ error: MCPError) {
        guard case .integer(let number) = id else { return }
        let waiting = state.withLock { $0.asked.removeValue(forKey: number) }
        waiting?.resume(throwing: ToolFailure("The client's answer is malformed: \(error.message)"))
    }

    /// Stops waiting for an answer; false when nobody does any more.
    private func withdraw(_ number: Int64) -> Bool {
        let waiting = state.withLock { $0.asked.removeValue(forKey: number) }
        waiting?.resume(throwing: CancellationError())
        return waiting != nil
    }

    func setLogLevel(_ params: JSONObject) throws(MCPError) {
        guard let level = try ClientProfile.logLevel(params["level"]) else {
            throw .invalidParams("logging/setLevel needs a \"level\"")
        }
        state.withLock { $0.legacy?.logLevel = level }
    }

    /// Begins to tell of a resource that may be watched.
    func watch(_ uri: String) throws(MCPError) {
        let limit = server.options.watchedResources
        let (isNew, hasRoom) = state.withLock { state in
            guard !state.isClosed, let watched = state.legacy?.watched else { return (false, true) }
            guard !watched.contains(uri) else { return (false, true) }
            guard watched.count < limit else { return (false, false) }
            state.legacy?.watched.insert(uri)
            return (true, true)
        }
        // The provider counts each time that it agreed.
        if !isNew { server.release([uri], caller) }
        guard hasRoom else { throw .invalidParams("At most \(limit) resources can be watched") }
    }

    func unwatch(_ uri: String) {
        let known = state.withLock { $0.legacy?.watched.remove(uri) }
        if let known { server.release([known], caller) }
    }

    /// Takes a resource from a legacy client.
    func withdraw(_ uri: String) {
        let gone = state.withLock { state in
            let watched = state.legacy?.watched ?? []
            let gone = watched.filter { ServerEvent.covers(uri, $0) }
            if !gone.isEmpty { state.legacy?.watched = watched.subtracting(gone) }
            return gone
        }
        server.release(gone, caller)
    }

    /// Tells a legacy client of a change.
    func receive(_ event: ServerEvent) {
        let frame: Frame?
        switch event {
        case .task: frame = nil
        case .resourceUpdated(let uri):
            let isWatched = state.withLock { state in
                state.legacy?.watched.contains { ServerEvent.covers($0, uri) } ?? false
            }
            frame = isWatched ? event.frame(for: nil) : nil
        case .toolsChanged, .promptsChanged, .resourcesChanged: frame = event.frame(for: nil)
        }
        if let frame { sink.send(frame) }
    }
}
