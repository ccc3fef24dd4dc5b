import Model
import Store
import Synchronization
import Testing

@testable import Sessions

@Suite struct PendingWriteTests {
    private static let note = PendingWrite.Wish.fixed(SessionTests.note("x"))
    private static let decided = PendingWrite.Wish.decided { _ in SessionTests.note("x") }

    @Test func whatDependsOnNothingSharesACommit() {
        #expect(PendingWrite.together([Self.note, Self.note, Self.note]) == 3)
        #expect(PendingWrite.together([Self.note, Self.decided, Self.note]) == 1)
        #expect(PendingWrite.together([Self.decided, Self.note, Self.note]) == 1)
        #expect(PendingWrite.together(Array(repeating: Self.note, count: 1000)) < 1000)
    }

    @Test func whatIsOfARunOrTakesSomethingOutIsWrittenAlone() {
        var batch = SessionTests.note("x")
        batch.fence = Fence(run: RunID(from: SystemIdentifierSource()), token: 1)
        #expect(PendingWrite.together([Self.note, .fixed(batch), Self.note]) == 1)
        #expect(PendingWrite.together([.fixed(batch), Self.note]) == 1)
    }

    @Test func eachIsToldOfItsOwnEntries() async throws {
        let gate = Gate()
        let isHolding = Mutex(false)
        let store = FaultStore(afterAppend: { if isHolding.withLock({ $0 }) { await gate.pass() } })
        let session = try await World(store: store).session()
        isHolding.withLock { $0 = true }
        let first = Task { try await session.append(SessionTests.note("first")) }
        await gate.whenHeld()
        let before = store.appends
        let others = (0..<20).map { number in
            Task { try await session.append(SessionTests.note("\(number)")) }
        }
        // All of them have come to the session before anybody goes on.
        while await session.waiting < others.count { await Task.yield() }
        await gate.open()
        _ = try await first.value
        var sequences: [Int] = []
        for other in others { sequences += try await other.value.map(\.sequence) }
        #expect(Set(sequences).count == others.count)
        #expect(store.appends == before + 1)
        #expect(Set(await session.state.notes.map(\.text)).count == others.count + 1)
    }
}
