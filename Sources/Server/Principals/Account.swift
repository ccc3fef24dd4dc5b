import Policy
import Synchronization

/// Counts the requests of one principal, over all of its connections.
final class Account: Sendable {
    private let meter: Mutex<CallMeter>
    private let uptime: @Sendable () -> Duration

    /// - Parameter uptime: A clock that only runs forward.
    init(_ limits: PrincipalLimits, uptime: @escaping @Sendable () -> Duration) {
        meter = Mutex(CallMeter(limits))
        self.uptime = uptime
    }

    /// Does something that counts as a request.
    ///
    /// - Throws: `ServerError` of code `rateLimited` or `busy` before it has begun.
    func counting<Value>(_ body: () async throws -> Value) async throws -> Value {
        let now = uptime()
        switch meter.withLock({ $0.begin(at: now) }) {
        case nil: break
        case .crowded(let limit):
            throw ServerError(
                .busy, "\(limit) of your requests are being answered, as many as may be at once",
                hint: "wait for one of them before you send another")
        case .tooFast(let limit, let wait):
            let seconds = max(Int((wait / .seconds(1)).rounded(.up)), 1)
            throw ServerError(
                .rateLimited, "you have made \(limit) requests within a minute, as many as you may",
                hint: "send it again in \(seconds) s; a workflow asks much with one request")
        }
        defer { meter.withLock { $0.end() } }
        return try await body()
    }
}
