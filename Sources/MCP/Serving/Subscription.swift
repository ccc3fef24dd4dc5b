import JSON
import Synchronization

/// One `subscriptions/listen` request: what it wants to hear of, and its stream (subscriptions, SEP-2575).
///
/// It is registered before it is acknowledged and holds events back until then, so that none falls between.
final class Subscription: EventListener {
    private struct State {
        var filter: SubscriptionFilter?
        var held: [ServerEvent] = []
        /// Resources that were taken from it before it was acknowledged.
        var withdrawn: [String] = []
        var hasEnded = false
    }

    let exchange: Exchange
    private let backlog: Int
    private let state = Mutex(State())

    init(_ exchange: Exchange) {
        self.exchange = exchange
        backlog = exchange.connection.server.options.subscriptionBacklog
    }

    /// Tells the client what it will hear of, and what has happened meanwhile.
    func acknowledge(_ honoured: SubscriptionFilter) {
        let (isOver, released) = state.withLock { state -> (Bool, [String]) in
            guard !state.hasEnded, !exchange.isCancelled else { return (false, honoured.uris) }
            var left = honoured
            let released = state.withdrawn.flatMap { left.withdraw($0) }
            let filter = left
            let params: JSONObject = [
                "notifications": .object(filter.json),
                "_meta": .object([MetaKey.subscriptionID: exchange.id.json]),
            ]
            state.filter = filter
            guard exchange.sink.send(.notification("notifications/subscriptions/acknowledged", params)) else {
                return (true, released)
            }
            let held = state.held
            state.held = []
            guard held.allSatisfy({ send($0, filter) }) else { return (true, released) }
            return (filter.isEmpty && !state.withdrawn.isEmpty, released)
        }
        release(released)
        if isOver { end() }
    }

    func receive(_ event: ServerEvent) {
        let isStalled = state.withLock { state in
            guard !state.hasEnded else { return false }
            guard let filter = state.filter else {
                state.held.append(event)
                return state.held.count > backlog
            }
            return !send(event, filter)
        }
        if isStalled { end() }
    }

    /// Takes a resource from it; one that has nothing else to tell ends.
    func withdraw(_ uri: String) {
        let (isSpent, released) = state.withLock { state -> (Bool, [String]) in
            guard var filter = state.filter else {
                state.withdrawn.append(uri)
                return (state.withdrawn.count > backlog, [])
            }
            let released = filter.withdraw(uri)
            state.filter = filter
            return (filter.isEmpty && !released.isEmpty, released)
        }
        release(released)
        if isSpent { end() }
    }

    /// Ends the stream from the server's side: the request is answered at last.
    func end() {
        let isFirst = state.withLock { state in
            defer { state.hasEnded = true }
            return !state.hasEnded
        }
        guard isFirst else { return }
        leave()
        let result: JSONObject = [
            "resultType": "complete", "_meta": .object([MetaKey.subscriptionID: exchange.id.json]),
        ]
        let isOpen = !exchange.isCancelled
        exchange.finish(.result(exchange.id, .object(result)))
        guard isOpen, exchange.connection.channel == .stream else { return }
        exchange.sink.send(.notification("notifications/cancelled", ["requestId": exchange.id.json]))
    }

    /// Forgets the subscription after the client has cancelled it.
    func leave() {
        let released = state.withLock { state in
            state.hasEnded = true
            defer { state.filter?.uris = [] }
            return state.filter?.uris ?? []
        }
        exchange.connection.server.hub.remove(ObjectIdentifier(self))
        release(released)
    }

    /// Gives up what was watched for it.
    private func release(_ uris: [String]) { exchange.connection.server.release(uris, exchange.caller) }

    private func send(_ event: ServerEvent, _ filter: SubscriptionFilter) -> Bool {
        guard filter.wants(event) else { return true }
        return exchange.sink.send(event.frame(for: exchange.id))
    }
}
