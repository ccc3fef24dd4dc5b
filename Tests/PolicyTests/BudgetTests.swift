import Model
import Policy
import Testing

@Suite struct BudgetTests {
    @Test(arguments: [
        (Budget(calls: 2), BudgetUse(calls: 1), true), (Budget(calls: 2), BudgetUse(calls: 2), false),
        (Budget(seconds: 3), BudgetUse(seconds: 2.9), true), (Budget(seconds: 3), BudgetUse(seconds: 3), false),
        (Budget(bytes: 10), BudgetUse(bytes: 9), true), (Budget(bytes: 10), BudgetUse(bytes: 11), false),
        (Budget(), BudgetUse(calls: .max, seconds: 1e300, bytes: .max), true), (Budget(calls: 0), BudgetUse(), false),
    ])
    func refusesOneMoreCallAtTheLimit(_ budget: Budget, _ use: BudgetUse, _ isAllowed: Bool) {
        guard !isAllowed else {
            #expect(throws: Never.self) { try budget.check(use, of: "run") }
            return
        }
        let error = #expect(throws: ToolError.self) { try budget.check(use, of: "run") }
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
            #expect(throws: Never.self) { try budget.check(use, expecting: expected, of: "session") }
            return
        }
        let error = #expect(throws: ToolError.self) { try budget.check(use, expecting: expected, of: "session") }
        #expect(error?.kind == .budget && error?.hint?.contains("source") == true)
        #expect(error?.message.contains("\(max(0, 100 - used)) are left") == true)
    }

    @Test func addsUp() {
        var use = BudgetUse(calls: 1, seconds: 0.5, bytes: 10)
        use.add(BudgetUse(calls: 2, seconds: 1, bytes: .max))
        #expect(use == BudgetUse(calls: 3, seconds: 1.5, bytes: .max))
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
