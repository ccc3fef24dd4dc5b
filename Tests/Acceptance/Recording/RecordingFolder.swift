import JSON
import TestSupport

/// A folder with logs, a workflow of its own and what a case of it needs.
struct RecordingFolder {
    let casebook: Casebook
    var home: TemporaryFolder { casebook.home }

    static let workflow = """
        schema: 1
        name: errors
        version: 1.0.0
        title: Which errors are there?
        inputs:
          level: {type: string, enum: [warning, error], default: error}
        steps:
          - id: hits
            uses: search_logs@1
            with: {regex: '.', level: '${{ inputs.level }}', limit: 5}
          - id: tell
            if: steps.hits.output.total > 0 && size(steps.hits.output.hits) > 0
            finding:
              statement: '${{ steps.hits.output.total }} errors, the first: ${{ steps.hits.output.hits[0].text }}'
              severity: high
              citations: [{step: hits, pointer: /hits/0/text}, {step: hits, pointer: /total}]
        outputs: {total: '${{ steps.hits.output.total }}'}

        """

    init() throws {
        casebook = try Casebook()
        try home.write(
            """
            2026-03-01T12:00:00Z INFO checkout all is well
            2026-03-01T12:00:05Z ERROR checkout the pump has stopped
            2026-03-01T12:00:06Z ERROR checkout the pump has stopped again

            """, to: "logs/a.log")
        try home.write("sources: {app: {kind: logs, paths: [logs/]}}\n", to: "casebook.yaml")
        try home.write(Self.workflow, to: "flows/errors.yaml")
    }

    /// Runs the workflow and makes a case of it; gives the session.
    @discardableResult
    func record(_ name: String = "pump") async throws -> String {
        let session = try Conclusion(try await casebook.json("run", "flows/errors.yaml")).session
        try await casebook.run("workflow", "test", "flows/errors.yaml", "--record", session, "--case", name).expect(0)
        return session
    }

    /// Changes the case's JSON.
    func edit(_ name: String = "pump", _ edit: (String) -> String) throws {
        let file = "flows/tests/errors/\(name).json"
        let text = String(decoding: try home.read(file), as: UTF8.self)
        let changed = edit(text)
        try require(changed != text, "the case does not hold what was to be changed")
        try home.write(changed, to: file)
    }

    /// The result of the only case.
    func result(_ code: Int32) async throws -> JSONValue {
        let json = try await casebook.run("workflow", "test", "flows/errors.yaml", "--json").expect(code).json()
        guard let cases = json["cases"]?.arrayValue, cases.count == 1 else {
            throw TestFailure("not one case: \(json.serialized())")
        }
        return cases[0]
    }
}
