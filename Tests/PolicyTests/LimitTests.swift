import Policy
import Testing

@Suite struct LimitTests {
    private func limits(perMinute: Int? = nil, calls: Int? = nil) -> PrincipalLimits {
        var limits = PrincipalLimits.none
        limits.callsPerMinute = perMinute
        limits.calls = calls
        return limits
    }

    @Test func aMinutesCallsAreTakenAtOnceAndComeBackOneByOne() {
        var meter = CallMeter(limits(perMinute: 60))
        for _ in 0..<60 { #expect(meter.begin(at: .seconds(5)) == nil) }
        #expect(meter.begin(at: .seconds(5)) == .tooFast(limit: 60, wait: .seconds(1)))
        #expect(meter.begin(at: .seconds(5.5)) == .tooFast(limit: 60, wait: .seconds(0.5)))
        #expect(meter.begin(at: .seconds(6)) == nil)
        #expect(meter.begin(at: .seconds(6)) != nil)
        // A long rest gives back no more than a minute's.
        for _ in 0..<60 { #expect(meter.begin(at: .seconds(6000)) == nil) }
        #expect(meter.begin(at: .seconds(6000)) != nil)
        // A clock that is asked out of order takes nothing back.
        #expect(meter.begin(at: .seconds(1)) != nil)
    }

    @Test func thoseThatAreAnsweredMakeRoom() {
        var meter = CallMeter(limits(calls: 2))
        #expect(meter.begin(at: .zero) == nil && meter.begin(at: .zero) == nil)
        #expect(meter.begin(at: .zero) == .crowded(limit: 2))
        meter.end()
        #expect(meter.begin(at: .zero) == nil)
    }

    @Test func nothingMayBeAllowed() {
        var none = CallMeter(limits(perMinute: 0))
        #expect(none.begin(at: .zero) == .tooFast(limit: 0, wait: .seconds(60)))
        var free = CallMeter(.none)
        for _ in 0..<10_000 { #expect(free.begin(at: .zero) == nil) }
    }

    @Test func severalRolesAllowTheMostOfAny() {
        var (narrow, wide) = (limits(perMinute: 5, calls: 9), limits(perMinute: 7, calls: 3))
        narrow.bytes = 10
        wide.bytes = 20
        let both = PrincipalLimits(most: [narrow, wide])
        #expect(both.callsPerMinute == 7 && both.calls == 9 && both.bytes == 20 && both.sessions == nil)
        #expect(PrincipalLimits(most: []) == PrincipalLimits())
    }
}

@Suite struct RoleBookTests {
    private static let book = RoleBook(
        roles: [
            "investigator": RoleBook.Definition(base: .investigator, sources: ["app"], roots: []),
            "web": RoleBook.Definition(base: .investigator, tools: ["look"], sources: ["web"], roots: ["/web"]),
        ], assignments: ["bob": RoleBook.Assignment(roles: ["web"], groups: ["payments"])])

    @Test func aTokensRolesCountUnlessTheOperatorSaysOtherwise() {
        let ann = Self.book.standing(of: "ann", roles: ["investigator", "approver"], groups: ["x"])
        #expect(ann.privileges == Privileges(investigates: true, decides: true, seesAll: false))
        #expect(ann.rights.allows(source: "app", by: "any") && !ann.rights.allows(source: "web", by: "any"))
        #expect(!ann.rights.allows(source: "web") && ann.groups == ["x"])
        let bob = Self.book.standing(of: "bob", roles: ["operator"], groups: [])
        #expect(bob.privileges == Privileges(investigates: true, decides: false, seesAll: false))
        #expect(bob.rights.allows(source: "web", by: "look") && !bob.rights.allows(tool: "glance"))
        #expect(bob.groups == ["payments"] && bob.rights.roots(for: "look", of: ["/"]) == ["/web"])
    }

    @Test func aRoleThatDoesNotAskWidensNothing() {
        var limits = PrincipalLimits()
        limits.callsPerMinute = 600
        let book = RoleBook(roles: [
            "web": RoleBook.Definition(
                base: .investigator, tools: ["look"], sources: ["web"], roots: [], limits: limits),
            "reader": RoleBook.Definition(base: .viewer, sources: ["web"], roots: [], limits: limits),
        ])
        for roles in [["web", "approver"], ["reader", "approver"], ["viewer", "web"], ["reader", "viewer"]] {
            let standing = book.standing(of: "bob", roles: roles, groups: [])
            #expect(!standing.rights.readsEverything && !standing.rights.allows(source: "app"), "\(roles)")
            #expect(standing.rights.allows(source: "web"), "\(roles)")
            #expect(standing.limits.callsPerMinute == 600, "\(roles)")
        }
        // A role that asks widens, but not the limits that somebody wrote.
        let both = book.standing(of: "bob", roles: ["web", "investigator"], groups: [])
        #expect(both.rights.readsEverything && both.limits.callsPerMinute == 600)
        #expect(book.standing(of: "bob", roles: ["approver"], groups: []).rights.readsEverything)
    }

    @Test func aRoleThatIsNotKnownAllowsNothing() {
        let eve = Self.book.standing(of: "eve", roles: ["king"], groups: [])
        #expect(!eve.privileges.reads && !eve.privileges.investigates && !eve.privileges.decides)
        #expect(!eve.rights.allows(tool: "look") && !eve.rights.allows(source: "app"))
        #expect(Self.book["king"] == nil && Self.book.names.last == "web")
    }

    @Test func aPrincipalThatNobodyIsIsTold() {
        #expect(Self.book.strangers(beside: ["bob", "ann"]).isEmpty)
        #expect(Self.book.strangers(beside: ["bod"]) == ["bob"])
    }

    @Test func theLocalClientDecidesNothingWhateverIsSaidOfIt() {
        #expect(Self.book.standing(ofLocal: "agent").rights == .all)
        let book = RoleBook(
            roles: ["web": RoleBook.Definition(base: .operator_, tools: ["look"], sources: ["web"], roots: [])],
            assignments: ["agent": RoleBook.Assignment(roles: ["web"])])
        let agent = book.standing(ofLocal: "agent")
        #expect(agent.privileges == .local && !agent.rights.allows(source: "app"))
    }
}
