import JSON
import MCP
import Synchronization

extension Fixture {
    /// Calls that were taken back.
    private final class Tally: Sendable {
        private let count = Mutex(0)

        var value: Int { count.withLock { $0 } }

        func add() { count.withLock { $0 += 1 } }
    }

    /// Tools by which a client can see that its cancellations arrive.
    static func cancellingTools() -> [ServerTool] {
        let tally = Tally()
        return [
            ServerTool(name: "hold", about: "Says that it has begun, and waits until it is cancelled") { _, context in
                context.report(progress: 1, message: "holding")
                do {
                    try await Task.sleep(for: .seconds(600))
                } catch {
                    tally.add()
                    throw error
                }
                return .complete(.text("Nobody cancelled"))
            },
            ServerTool(
                name: "cancellations", about: "Waits until so many calls of hold were cancelled",
                inputSchema: [
                    "type": "object", "required": ["count"],
                    "properties": ["count": ["type": "integer", "minimum": 0, "maximum": 1000]],
                ],
                outputSchema: [
                    "type": "object", "required": ["count"], "properties": ["count": ["type": "integer"]],
                ]
            ) { arguments, _ in
                while tally.value < arguments["count"]?.intValue ?? 0 { try await Task.sleep(for: .milliseconds(10)) }
                return .complete(.structured(["count": JSONValue(tally.value)]))
            },
        ]
    }
}
