import Model
import Policy
import Testing

@Suite struct BudgetTests {
    @Test(arguments: [
        (Budget(calls: 2), BudgetUse(calls: 1), true), (Budget(calls: 2), BudgetUse(calls: 2), false),
        (Budget(seconds: 3), BudgetUse(seconds: 2.9), true), (Budget(seconds: 3), BudgetUse(seconds: 3), false),
        (Budget(bytes: 10), BudgetUse(bytes: 9), true), (Budget(bytes: 10), BudgetUse(bytes: 11), false),
        (Budget(rows: 10), BudgetUse(rows: 9), true), (Budget(rows: 10), BudgetUse(rows: 10), false),
        (Budget(answer: 10), BudgetUse(answer: 9), true), (Budget(answer: 10), BudgetUse(answer: 12), false),
        (Budget(), BudgetUse(calls: .max, seconds: 1e300, bytes: .max), true), (Budget(calls: 0), BudgetUse(), false),
    ])
    func refusesOneMoreCallAtTheLimit(_ budget: Budget, _ use: BudgetUse, _ isAllowed: Bool) {
        guard !isAllowed else {
            #expect(throws: Never.self) { try budget.check(use, of: .run) }
            return
        }
        let error = #expect(throws: ToolError.self) { try budget.check(use, of: .run) }
        #expect(error?.kind == .budget)
        #expect(error?.message.contains("of the run") == true)
    }

    @Test(arguments: [
        (Budget(bytes: 100), 40, 60, true), (Budget(bytes: 100), 41, 60, false), (Budget(bytes: 100), 200, 1, false),
        (Budget(), 40, .max, true), (Budget(calls: 1), 0, 5, true),
    ])
    func refusesWhatWouldReadMoreThanIsLeft(_ budget: Budget, _ used: Int, _ expected: Int, _ isAllowed: Bool) {
        let use = BudgetUse(bytes: used)
        guard !isAllowed else {
            #expect(throws: Never.self) { try budget.check(use, expecting: expected, of: .session) }
            return
        }
        let error = #expect(throws: ToolError.self) { try budget.check(use, expecting: expected, of: .session) }
        #expect(error?.kind == .budget && error?.hint?.contains("source") == true)
        #expect(error?.message.contains("\(max(0, 100 - used)) are left") == true)
    }

    @Test func refusesAnAnswerLargerThanWhatIsLeft() {
        let budget = Budget(answer: 100)
        #expect(throws: Never.self) { try budget.check(BudgetUse(answer: 40), answering: 60, of: .run) }
        let error = #expect(throws: ToolError.self) {
            try budget.check(BudgetUse(answer: 41), answering: 60, of: .principal)
        }
        #expect(error?.kind == .budget && error?.message.contains("59 are left") == true)
        #expect(error?.hint?.contains("limit") == true && error?.hint?.contains("budget.principal") == true)
    }

    @Test func theLowerOfTwoHolds() {
        let least = Budget(calls: 5, bytes: 10).least(Budget(calls: 7, seconds: 3, bytes: 2, rows: 1))
        #expect(least == Budget(calls: 5, seconds: 3, bytes: 2, rows: 1))
        #expect(Budget().least(Budget()) == Budget())
    }

    @Test func whatWasUsedInAnHourComesBackEvenly() {
        let budget = Budget(calls: 60, answer: 3600)
        var use = HourlyUse(budget)
        use.add(BudgetUse(calls: 60, bytes: 9, answer: 1800), at: .seconds(10))
        #expect(use.use(at: .seconds(10)) == BudgetUse(calls: 60, bytes: 9, answer: 1800))
        #expect(throws: ToolError.self) { try budget.check(use.use(at: .seconds(10)), of: .principal) }
        // A minute gives one call back; what is not limited is not remembered.
        #expect(use.use(at: .seconds(70)) == BudgetUse(calls: 59, answer: 1740))
        #expect(use.use(at: .seconds(40)) == BudgetUse(calls: 59, answer: 1740))
        #expect(use.use(at: .seconds(100)).calls == 59)
        let isOver = [100, 4000].map { use.isOver(at: .seconds($0)) }
        #expect(isOver == [false, true])
    }

    @Test func addsUp() {
        var use = BudgetUse(calls: 1, seconds: 0.5, bytes: 10, rows: 1, answer: .max)
        use.add(BudgetUse(calls: 2, seconds: 1, bytes: .max, rows: 2, answer: 1))
        #expect(use == BudgetUse(calls: 3, seconds: 1.5, bytes: .max, rows: 3, answer: .max))
    }

    /// A journal from elsewhere may tell of less than nothing.
    @Test func lessThanNothingIsNothing() {
        let least = BudgetUse(calls: .min, seconds: -1, bytes: .min, rows: .min, answer: .min)
        #expect(least == BudgetUse())
        var use = BudgetUse(bytes: 5)
        var other = BudgetUse()
        other.bytes = .min
        use.add(other)
        #expect(use == BudgetUse(bytes: 5))
        #expect(throws: Never.self) { try Budget(bytes: 9).check(least, expecting: 9, of: .session) }
    }
}

@Suite struct RightsTests {
    @Test func allowWhatIsNamed() {
        let rights = Rights(tools: ["search_logs"], sources: ["app"])
        #expect(rights.allows(tool: "search_logs") && rights.allows(source: "app"))
        #expect(!rights.allows(tool: "read_file") && !rights.allows(source: "*") && !rights.allows(source: "App"))
        #expect(Rights.all.allows(tool: "anything") && Rights.all.allows(source: "anything"))
        #expect(!Rights(tools: [], sources: []).allows(tool: ""))
    }

    @Test func grantsAreNotMixed() {
        let rights = Rights([
            Rights.Grant(tools: ["a"], sources: ["app"], roots: ["/logs/app"]),
            Rights.Grant(tools: ["*"], sources: ["web"], roots: nil, asks: false),
        ])
        #expect(rights.allows(source: "app", by: "a") && !rights.allows(source: "web", by: "a"))
        #expect(rights.allows(source: "web") && !rights.allows(tool: "b") && !rights.usesEverything)
        #expect(!rights.readsEverything && Rights.all.readsEverything && Rights.all.usesEverything)
        #expect(rights.roots(for: "a", of: ["/logs", "/srv"]) == ["/logs/app"])
        #expect(rights.roots(for: "b", of: ["/logs"]) == [])
        #expect(rights.readableRoots(of: ["/logs", "/srv"]) == ["/logs/app", "/logs", "/srv"])
        #expect(Rights(tools: ["*"], sources: ["app"]).roots(for: "x", of: ["/logs"]) == [])
        #expect(Rights.all.roots(for: "x", of: ["/logs"]) == ["/logs"])
    }

    @Test func pathsAreJudgedAsText() {
        let roots = ["/srv/app", "/var/app", "/logs"]
        #expect(PathRule.meanings(of: "app/./x/../y.log", among: roots) == ["/srv/app/y.log", "/var/app/y.log"])
        #expect(PathRule.meanings(of: "/a//b/", among: roots) == ["/a/b"])
        #expect(PathRule.meanings(of: "../x", among: roots) == [] && PathRule.meanings(of: "", among: roots) == [])
        #expect(PathRule.meanings(of: "etc/passwd", among: roots) == [])
        #expect(PathRule.isBeneath("/srv/app/y", "/srv/app") && PathRule.isBeneath("/srv", "/"))
        #expect(!PathRule.isBeneath("/srv/apple", "/srv/app") && !PathRule.isBeneath("/srv/app/../x", "/srv/app"))
    }
}
