import JSON
import Testing
import Workflows

@testable import Commands

/// What `casebook workflow plan` tells of a workflow before the first call.
@Suite struct WorkflowPlanTests {
    private func plan(_ text: String, inputs: JSONObject = [:]) throws -> WorkflowPlan {
        let loader = WorkflowLoader(tools: Wiring.contracts) { name in
            ShippedWorkflows.text(of: name).map { WorkflowLoader.File(path: name, text: $0) }
        }
        let workflow = try loader.load(text: text, path: "test.yaml").get()
        return WorkflowPlan(workflow, inputs: try workflow.resolveInputs(given: inputs))
    }

    private func shipped(_ name: String, inputs: JSONObject = [:]) throws -> WorkflowPlan {
        try plan(try #require(ShippedWorkflows.text(of: name)), inputs: inputs)
    }

    private static let everything = """
        schema: 1
        name: everything
        version: 1.2.3
        title: All that a plan shows
        inputs:
          service: {type: string, default: web}
          most: {type: integer, default: 7}
        budget: {calls: 9, seconds: 60, bytes: 1KiB}
        steps:
          - id: late
            needs: [early, each]
            if: size(steps.early.output.hits) > 0
            uses: search_logs@1
            with: {literal: '${{ steps.early.output.hits[0].text }}', limit: '${{ inputs.most }}'}
            approve: {message: Really?}
          - id: early
            needs: []
            uses: search_logs@1
            with: {literal: 'of ${{ inputs.service }}'}
            timeout: 90s
            retry: {max-attempts: 3, delay: 2s, backoff: constant, jitter: false, errors: [timeout, communication]}
            on-error: other
          - id: other
            needs: []
            uses: search_logs@1
            with: {literal: x}
          - id: each
            needs: []
            foreach: {in: '${{ [1, 2] }}', as: n, max-parallel: 2, max-items: 5, on-overflow: truncate}
            uses: get_disk_usage@1
            until: {condition: size(steps.each.output.filesystems) > 0, every: 10s, max: 4}
            continue-on-error: true
        """

    @Test func aPlanShowsAllThatIsKnown() throws {
        let plan = try plan(Self.everything, inputs: ["service": "shop"])
        #expect(
            WorkflowPlanText(plan, Output(isJSON: true)).text == """
                everything 1.2.3  All that a plan shows
                  input   service = "shop"
                  input   most = 7
                  budget  at most 9 calls, 60 s, 1024 bytes read

                  1  early  search_logs@1
                     with     literal: "of shop"
                     needs    nothing
                     timeout  90s
                     retry    3 attempts, pause 2s, after communication, timeout
                     on-error other

                  2  each  get_disk_usage@1
                     needs    nothing
                     foreach  n in [1, 2]
                              at most 5, 2 at a time; more: truncate
                     until    size(steps.each.output.filesystems) > 0, every 10s, at most 4 times
                     failing  the run goes on

                  3  other  search_logs@1
                     with     literal: "x"
                     needs    early
                     only if  `early` fails

                  4  late  search_logs@1
                     with     literal: ${{ steps.early.output.hits[0].text }}
                     with     limit: 7
                     needs    early, other, each
                     if       size(steps.early.output.hits) > 0
                     approve  a person is asked first

                No call was made. What stands in `${{ }}` is worked out by a run.
                """)
    }

    @Test func jsonSaysTheSame() throws {
        let json = try plan(Self.everything).json
        #expect(json["budget"] == ["calls": 9, "seconds": 60, "bytes": 1024, "rows": nil, "answer": nil])
        #expect(json["inputs"] == ["service": "web", "most": 7])
        let steps = try #require(json["steps"]?.arrayValue)
        #expect(steps.map { $0["id"] } == ["early", "each", "other", "late"])
        #expect(steps[0]["with"] == ["literal": "of web"])
        #expect(steps[0]["retry"]?["maxAttempts"] == 3)
        #expect(steps[0]["onError"] == "other")
        #expect(steps[1]["foreach"]?["maxItems"] == 5)
        #expect(steps[1]["until"]?["everyMilliseconds"] == 10_000)
        #expect(steps[2]["handles"] == "early")
        #expect(steps[3]["with"] == ["literal": "${{ steps.early.output.hits[0].text }}", "limit": 7])
        #expect(steps[3]["asksFirst"] == true)
    }

    /// The order is one in which the steps can run, and each stands there once.
    @Test(arguments: ShippedWorkflows.names) func shippedWorkflowsArePlanned(_ name: String) throws {
        let plan = try shipped(name)
        let ids = plan.steps.map(\.step.id)
        #expect(Set(ids) == Set(plan.workflow.steps.map(\.id)) && ids.count == plan.workflow.steps.count)
        var ended: Set<String> = []
        for step in plan.steps {
            #expect(ended.isSuperset(of: step.needs), "\(step.step.id)")
            ended.insert(step.step.id)
        }
        let text = WorkflowPlanText(plan, Output(isJSON: true)).text
        for id in ids { #expect(text.contains("  \(id)  ")) }
        #expect(text.contains("  budget  at most "))
    }

    @Test func theOutageWorkflowByHeart() throws {
        let lines = WorkflowPlanText(try shipped("service-outage", inputs: ["service": "web"]), Output(isJSON: true))
            .text.split(separator: "\n").map(String.init)
        #expect(lines[0].hasPrefix("service-outage "))
        #expect(
            lines.filter { $0.firstMatch(of: #/^ +\d+ {2}/#) != nil } == [
                "  1  metrics  find_change_points@1", "  2  patterns  compare_log_patterns@1",
                "  3  plans  summarize_terraform_plan@1", "  4  changes  list_changes@1",
                "  5  match  match_changes_to_incident@1", "  6  onset  finding", "  7  moved  finding",
                "  8  cause  finding", "  9  unexplained  finding",
            ])
        #expect(lines.contains { $0.contains("with") && $0.contains("service: \"web\"") })
    }
}
