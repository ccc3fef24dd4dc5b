internal import GRDB
internal import Model
internal import Store

/// Something to be written and whoever waits for it.
struct WriteJob: Sendable {
    /// Roughly the bytes that will be written.
    let cost: Int
    /// The session that is added to; nil for any other work.
    let writer: SessionID?
    /// Whether whoever wants it looks for its end awake, and does meanwhile what is otherwise done behind it.
    let isLookedFor: Bool
    /// Does the work in the open transaction; the closure that comes back tells the caller, after the commit.
    let run: @Sendable (Database) throws -> () -> Void
    private let refuse: @Sendable (any Error) -> Void

    init(
        cost: Int, writer: SessionID?, isLookedFor: Bool,
        run: @escaping @Sendable (Database) throws -> () -> Void, refuse: @escaping @Sendable (any Error) -> Void
    ) {
        (self.cost, self.writer, self.isLookedFor) = (cost, writer, isLookedFor)
        (self.run, self.refuse) = (run, refuse)
    }
}

extension WriteJob {
    init<Value: Sendable>(
        cost: Int, writer: SessionID? = nil, isLookedFor: Bool = false,
        continuation: CheckedContinuation<Value, any Error>,
        work: @escaping @Sendable (Database) throws -> Value
    ) {
        self.init(
            cost: cost, writer: writer, isLookedFor: isLookedFor,
            run: { database in
                let value = try work(database)
                return { continuation.resume(returning: value) }
            },
            refuse: { continuation.resume(throwing: $0) })
    }

    /// Tells the caller that nothing was written.
    func fail(_ error: any Error) { refuse(StoreError.translated(error)) }
}
