import Testing

@testable import LogTools

@Suite struct UnseenSystemsTests {
    @Test(arguments: UnseenSystem.all)
    func groupsWhatItHasNeverSeen(system: UnseenSystem) {
        let (lines, truth) = system.lines(2000)
        let rules = TimeRules(modified: 1_795_000_000_000_000_000)
        let templates = TemplateMining.templates(of: lines, rules: rules)
        let ours = Dictionary(grouping: lines.indices) { templates[$0] }
        let theirs = Dictionary(grouping: lines.indices) { truth[$0] }
        var right = 0
        var wrong: [String] = []
        for (template, indices) in ours {
            if theirs[truth[indices[0]]] == indices { right += indices.count } else { wrong.append(template) }
        }
        let accuracy = Double(right) / Double(lines.count)
        #expect(accuracy >= 0.85, "\(system): \(accuracy); \(wrong.sorted().prefix(12).joined(separator: " | "))")
        var finder = TimeFinder(sample: Array(lines.prefix(400)), rules: rules)
        #expect(lines.allSatisfy { finder.locate(in: $0.span) != nil })
    }
}
