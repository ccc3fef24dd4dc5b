import JSON
import MCP
import Model
import Policy
import Sessions
import Store
import Synchronization
import TestSupport
import Testing

@testable import Server

@Suite("Tokens at the gate", .timeLimit(.minutes(5)))
struct TokenGateTests {
    /// A gate over a store that can be made unreadable, and a clock that a test moves.
    private struct Place {
        let world: World
        let gate: TokenGate
        let store: FaultyReads
        let installation: AccessToken
        let expelled = Names()

        init() throws {
            store = FaultyReads()
            world = try World(store: store)
            installation = AccessToken(from: SeededIdentifierSource(seed: 40))
            let (world, uptime) = (world, world.timer.stopwatch())
            gate = TokenGate(
                installation: installation, server: try Office(world).server, manager: world.manager, uptime: uptime
            ) { try Office.bearer($0.name, in: world, roles: $0.roles).server }
        }

        func token(_ name: String, seed: UInt64) async throws -> AccessToken {
            let token = AccessToken(from: SeededIdentifierSource(seed: seed))
            let added = TokenAdded(
                name: name, kind: .model, roles: ["investigator"], hash: token.digest, expires: nil, author: World.ada)
            try await world.manager.add(added)
            return token
        }

        func look() async { await gate.look { [expelled] in expelled.add($0.subject) } }

        /// The subject that a token admits, `refused`, or `unavailable`.
        func admits(_ token: AccessToken) async -> String {
            switch await gate.admit(token.text) {
            case .admitted(let admission): admission.caller.subject
            case .refused: "refused"
            case .unavailable: "unavailable"
            }
        }
    }

    @Test("A token counts from the next look on, and until it is revoked")
    func revoked() async throws {
        let place = try Place()
        await place.look()
        let ann = try await place.token("ann", seed: 41)
        #expect(await place.admits(ann) == "refused")
        await place.look()
        #expect(await place.admits(ann) == "ann")
        #expect(await place.admits(place.installation) == "agent")
        try await place.world.manager.revokeToken("ann", by: World.ada)
        await place.look()
        #expect(await place.admits(ann) == "refused")
        #expect(place.expelled.all == ["ann"])
        await place.gate.end()
    }

    @Test("While the journal cannot be read, tokens count for a short grace and then nobody is told anything")
    func blind() async throws {
        let place = try Place()
        let ann = try await place.token("ann", seed: 41)
        let stranger = AccessToken(from: SeededIdentifierSource(seed: 42))
        #expect(await place.admits(ann) == "unavailable")
        await place.look()
        #expect(await place.admits(ann) == "ann")
        place.store.isUnreadable = true
        await place.look()
        place.world.timer.advance(by: TokenGate.grace)
        await place.look()
        #expect(await place.admits(ann) == "ann" && place.expelled.all.isEmpty)
        place.world.timer.advance(by: .milliseconds(1))
        #expect(await place.admits(ann) == "unavailable")
        #expect(await place.admits(stranger) == "unavailable")
        #expect(await place.admits(place.installation) == "agent")
        await place.look()
        #expect(place.expelled.all == ["ann"])
        place.store.isUnreadable = false
        await place.look()
        #expect(await place.admits(ann) == "ann")
        #expect(await place.admits(stranger) == "refused")
        await place.gate.end()
    }

    @Test("A server that stood still ends nobody's work")
    func stoodStill() async throws {
        let place = try Place()
        let ann = try await place.token("ann", seed: 41)
        await place.look()
        #expect(await place.admits(ann) == "ann")
        place.world.timer.advance(by: .seconds(3600))
        await place.gate.judge { [expelled = place.expelled] in expelled.add($0.subject) }
        #expect(await place.admits(ann) == "ann" && place.expelled.all.isEmpty)
        // The first look after that fails: it has its grace too.
        place.store.isUnreadable = true
        await place.look()
        #expect(await place.admits(ann) == "ann" && place.expelled.all.isEmpty)
        await place.gate.end()
    }

    @Test("A journal that does not answer keeps nobody admitted")
    func hanging() async throws {
        let place = try Place()
        let ann = try await place.token("ann", seed: 41)
        await place.look()
        #expect(await place.admits(ann) == "ann")
        let barrier = Barrier()
        place.store.barrier.withLock { $0 = barrier }
        let looking = Task { await place.look() }
        await barrier.whenHeld()
        place.world.timer.advance(by: TokenGate.grace + .milliseconds(1))
        await place.gate.judge { [expelled = place.expelled] in expelled.add($0.subject) }
        #expect(place.expelled.all == ["ann"])
        #expect(await place.admits(ann) == "unavailable")
        barrier.open()
        await looking.value
        await place.gate.end()
    }
}

/// Names in the order in which they were added.
private final class Names: Sendable {
    private let names = Mutex<[String]>([])

    var all: [String] { names.withLock { $0 } }
    func add(_ name: String) { names.withLock { $0.append(name) } }
}
