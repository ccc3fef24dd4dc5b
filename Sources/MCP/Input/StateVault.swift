import Synchronization

/// Keeps states in memory under random names: nothing to forge, and gone with the process.
///
/// Bounded: the oldest state makes room for a new one. A deployment of several servers wants a keeper over its store.
public final class StateVault: StateKeeper {
    private struct Entry {
        let state: String
        let binding: StateBinding
        let expiry: UInt64
    }

    private struct Table {
        var entries: [String: Entry] = [:]
        var order: [String] = []
        var bytes = 0
    }

    private let table = Mutex(Table())
    private let environment: MCPEnvironment
    private let lifetime: UInt64
    private let capacity: Int
    private let byteCapacity: Int

    /// A vault.
    ///
    /// - Parameters:
    ///   - lifetime: Seconds until a state expires.
    ///   - capacity: The most states kept.
    ///   - byteCapacity: The most bytes of states kept.
    public init(
        environment: MCPEnvironment = .system, lifetime: Int = 600, capacity: Int = 4096,
        byteCapacity: Int = 16 << 20
    ) {
        self.environment = environment
        self.lifetime = UInt64(max(lifetime, 0)).multipliedReportingOverflow(by: 1_000_000_000).partialValue
        self.capacity = max(capacity, 1)
        self.byteCapacity = byteCapacity
    }

    /// Keeps a state.
    public func seal(_ state: String, for binding: StateBinding) async throws -> String {
        let token = environment.randomID()
        let expiry = environment.uptime() &+ lifetime
        table.withLock { table in
            table.entries[token] = Entry(state: state, binding: binding, expiry: expiry)
            table.order.append(token)
            table.bytes += state.utf8.count
            while table.order.count > capacity || (table.bytes > byteCapacity && table.order.count > 1) {
                let oldest = table.entries.removeValue(forKey: table.order.removeFirst())
                table.bytes -= oldest?.state.utf8.count ?? 0
            }
        }
        return token
    }

    /// Finds a state.
    public func open(_ token: String, for binding: StateBinding) async throws -> String {
        let entry = table.withLock { $0.entries[token] }
        guard let entry, entry.binding == binding, environment.uptime() < entry.expiry else {
            throw MCPError.invalidParams("requestState is unknown, expired or belongs to another request")
        }
        return entry.state
    }
}
