import JSON
import Model
import Policy
import Sessions
import Store
import TestSupport
import Testing

@Suite struct AuditTests {
    @Test func tellsWhoReadWhat() async throws {
        let world = try World()
        let session = try await world.session()
        let (evidence, _) = try await world.executor.call(.look(), in: world.scope(session))
        world.clock.advance(milliseconds: 1000)
        let limited = CallScope(
            session: session, principal: Principal(name: "bob", kind: .model),
            rights: Rights(tools: ["*"], sources: ["web"]))
        _ = try? await world.executor.call(.look(source: "app"), in: limited)
        world.clock.advance(milliseconds: 1000)
        try await world.manager.refused("tool read_file", to: limited.principal)
        world.clock.advance(milliseconds: 1000)
        _ = try await world.executor.call(.look("again"), in: world.scope(nil))
        let all = try await Audit(world.store).records(Audit.Filter(), limit: 100)
        #expect(all.records.map(\.kind) == ["call.finished", "call.failed", "access.refused", "call.finished"])
        #expect(all.records.map(\.principal) == ["local:ada", "bob", "bob", "local:ada"])
        #expect(all.records[0].evidence == evidence.id && all.records[0].sources == ["app"])
        #expect(all.records[0].outcome == "complete" && all.records[1].outcome == "notPermitted")
        #expect(all.records[1].sources == ["app"] && all.records[1].tool == "look")
        #expect(all.records[2].subject == "tool read_file")
        var filter = Audit.Filter()
        filter.isRefusal = true
        #expect(try await Audit(world.store).records(filter, limit: 9).records.map(\.principal) == ["bob", "bob"])
        filter = Audit.Filter()
        filter.principal = "bob"
        filter.session = session.id
        #expect(try await Audit(world.store).records(filter, limit: 9).records.map(\.kind) == ["call.failed"])
        filter = Audit.Filter()
        let now = world.clock.now
        filter.span = TimeSpan(start: now.advanced(byNanoseconds: -1_500_000_000), end: now)
        #expect(try await Audit(world.store).records(filter, limit: 9).records.map(\.kind) == ["access.refused"])
    }

    @Test func ofManyTheNewestAreKept() async throws {
        let world = try World()
        for number in 0..<57 {
            world.clock.advance(milliseconds: 1000)
            let session = number.isMultiple(of: 2) ? try await world.session("\(number)") : nil
            _ = try await world.executor.call(.look("\(number)"), in: world.scope(session))
        }
        let page = try await Audit(world.store).records(Audit.Filter(), limit: 5)
        #expect(page.records.count == 5 && 1...52 ~= page.omitted)
        #expect(page.records.map(\.time) == page.records.map(\.time).sorted())
        #expect(page.records.last?.time == world.clock.now)
    }
}
