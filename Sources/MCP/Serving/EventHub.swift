import Synchronization

/// Someone who is told of changes.
///
/// It is called while the hub hands an event out, so it must not wait.
protocol EventListener: AnyObject, Sendable {
    func receive(_ event: ServerEvent)

    /// Is to hear no more of a resource and of what lies within it.
    func withdraw(_ uri: String)
}

/// Hands events out to subscriptions and legacy connections.
final class EventHub: Sendable {
    private let listeners = Mutex<[ObjectIdentifier: any EventListener]>([:])

    var count: Int { listeners.withLock { $0.count } }

    func add(_ listener: any EventListener) {
        listeners.withLock { $0[ObjectIdentifier(listener)] = listener }
    }

    func remove(_ listener: ObjectIdentifier) {
        listeners.withLock { $0[listener] = nil }
    }

    func publish(_ event: ServerEvent) {
        let everybody = listeners.withLock { Array($0.values) }
        for listener in everybody { listener.receive(event) }
    }

    /// Takes a resource from everybody.
    func withdraw(_ uri: String) {
        let everybody = listeners.withLock { Array($0.values) }
        for listener in everybody { listener.withdraw(uri) }
    }

    /// Those that are subscriptions.
    var subscriptions: [Subscription] {
        listeners.withLock { $0.values.compactMap { $0 as? Subscription } }
    }
}
