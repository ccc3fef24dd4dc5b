import Testing

@testable import Workflows

/// The pictures of the shipped workflows, as a reader of a terminal and a Mermaid renderer get them.
@Suite struct WorkflowGraphTests {
    private func graph(_ name: String) throws -> (WorkflowGraph, Workflow) {
        let text = try #require(ShippedWorkflows.text(of: name))
        let workflow = try RealTools.load(text, path: "\(name).yaml").get()
        return (WorkflowGraph(workflow), workflow)
    }

    static let trees = [
        "disk-filling": """
        host  get_disk_usage@1
          here  finding  [if, foreach]
        free  query_metrics@1
          full  finding  [foreach]  (also after sizes)
          filling  finding  [foreach]  (also after sizes)
        sizes  query_metrics@1
        refused  search_logs@1
          match  match_changes_to_incident@1  [if]  (also after patterns)
            cause  finding  [if]
          writes  finding  [if]
        patterns  compare_log_patterns@1

        """,
        "latency-regression": """
        durations  find_change_points@1
          match  match_changes_to_incident@1  [if]  (also after everything, saturation, patterns)
            sums  query_metrics@1  [if, foreach]
              slower  finding  [if, foreach]  (also after counts)
            counts  query_metrics@1  [if, foreach]
            cause  finding  [if]
          began  finding  [if]
        everything  find_change_points@1
        saturation  find_change_points@1
          filled  finding  [if]
        host  get_system_load@1
        patterns  compare_log_patterns@1
        waits  search_logs@1
          waiting  finding  [if]

        """,
        "log-triage": """
        patterns  compare_log_patterns@1
          around  search_logs@1  [if, foreach]
          onset  finding  [if]
          fresh  finding  [foreach]
        errors  search_logs@1
          level  finding  [if]
        known  search_logs@1  [foreach]
          named  finding  [foreach]

        """,
        "service-outage": """
        metrics  find_change_points@1
          match  match_changes_to_incident@1  [if]  (also after patterns, plans, changes)
            cause  finding  [if]
            unexplained  finding  [if]
          moved  finding  [if]
        patterns  compare_log_patterns@1
          onset  finding  [if]
        plans  summarize_terraform_plan@1
        changes  list_changes@1

        """,
        "terraform-change-review": """
        review  summarize_terraform_plan@1
          deleted  finding  [foreach]
          changed  finding  [foreach]
          checks  finding  [foreach]
          drifted  finding  [foreach]
          broken  finding  [foreach]
          summary  finding  [foreach]
        risk  assess_terraform_risk@1
          dangers  finding  [foreach]
        recent  list_changes@1

        """,
    ]

    @Test func everyShippedWorkflowHasItsTree() { #expect(Set(Self.trees.keys) == Set(ShippedWorkflows.names)) }

    @Test(arguments: trees.keys.sorted()) func treeOnATerminal(_ name: String) throws {
        #expect(try graph(name).0.tree == Self.trees[name])
    }

    /// Every step is a node, and the arrows lead to all that a step waits for, and to nothing else.
    @Test(arguments: ShippedWorkflows.names) func arrowsOfMermaid(_ name: String) throws {
        let (graph, workflow) = try graph(name)
        var lines = graph.mermaid.split(separator: "\n").map(String.init)
        #expect(lines.removeFirst() == "flowchart TD")
        let arrows = lines.compactMap { line in line.firstMatch(of: /^    s(\d+) (?:-->|-\. failed \.->) s(\d+)$/) }
        #expect(lines.count == workflow.steps.count + arrows.count)
        var reached = workflow.steps.map { _ in Set<Int>() }
        // The steps of these files stand after those that they need.
        for step in workflow.steps.indices {
            for arrow in arrows where Int(arrow.2) == step {
                let need = try #require(Int(arrow.1))
                reached[step].formUnion(reached[need].union([need]))
            }
            #expect(reached[step].isSuperset(of: workflow.steps[step].needs))
            var waited = Set<Int>()
            for need in workflow.steps[step].needs { waited.formUnion(reached[need].union([need])) }
            #expect(reached[step] == waited)
        }
        for (index, step) in workflow.steps.enumerated() {
            let line = try #require(lines.first { $0.hasPrefix("    s\(index)[") || $0.hasPrefix("    s\(index)(") })
            #expect(line.contains(step.title) && line.contains(step.action.label))
        }
    }

    /// A long chain is drawn too, and in time that does not grow with its square.
    @Test func aLongChain() throws {
        let steps = (0..<2000).map { "  - {id: s\($0), uses: echo@1}\n" }.joined()
        let graph = WorkflowGraph(try Fixtures.load(Fixtures.text(steps: steps)).get())
        #expect(graph.tree.split(separator: "\n").last == "\(String(repeating: "  ", count: 1999))s1999  echo@1")
        #expect(graph.mermaid.contains("s1998 --> s1999"))
    }
}
