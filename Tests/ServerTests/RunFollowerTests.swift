import JSON
import Model
import Synchronization
import Testing

@testable import Server

@Suite("Following runs", .timeLimit(.minutes(5)))
struct RunFollowerTests {
    @Test("The wait is told by the clock, however many looks it takes")
    func deadline() async throws {
        let gate = Barrier()
        let world = try World { input, context in
            await gate.wait()
            return .found(input.text ?? "", context)
        }
        let looks = Mutex(0)
        let office = try Office(world, workflows: ["quick": Flows.quick]) { time in
            // The clock goes on only when there were more looks than a wait of a second has pauses.
            guard time == .milliseconds(100) else { return try await Task.sleep(for: .milliseconds(1)) }
            let count = looks.withLock { looks in
                looks += 1
                return looks
            }
            if count == 30 { world.timer.advance(by: .seconds(1)) }
            try await Task.sleep(for: .milliseconds(1))
        }
        let run = await office.answer(
            "run_workflow",
            ["workflow": "quick", "inputs": ["service": "checkout", "logs": "app"], "wait": 0])
        let known = await office.answer("get_run", ["session": run["session"] ?? .null, "wait": 1])
        #expect(known["status"] == "running")
        #expect(looks.withLock { $0 } >= 30)
        gate.open()
        await office.server.close()
    }
}
