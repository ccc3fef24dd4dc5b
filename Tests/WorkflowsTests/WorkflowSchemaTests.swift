import JSON
import Testing

@testable import Workflows

/// The JSON Schema for editors: it is the committed one, takes what the loader takes, and refuses what it can tell.
@Suite struct WorkflowSchemaTests {
    private let schema: JSONSchema

    init() throws { schema = try JSONSchema(WorkflowSchema.document()) }

    @Test func theCommittedFileIsTheGeneratedOne() throws {
        let file = "docs/workflow.schema.json"
        let generated = WorkflowSchema.document().serialized(pretty: true) + "\n"
        if Repository.variable("CASEBOOK_REGENERATE") != nil { try Repository.write(generated, to: file) }
        let committed = try Repository.text(file)
        #expect(
            committed == generated,
            "make it anew: CASEBOOK_REGENERATE=1 swift test --filter WorkflowSchemaTests")
    }

    /// The key tables of the format are what the document describes, each with words for the editor to show.
    @Test func everyKeyIsDescribed() throws {
        let definitions = try #require(WorkflowSchema.document()["$defs"]?.objectValue)
        let formats = [
            Format.workflow, .input, .budget, .defaults, .retry, .step, .foreach, .until, .approve, .ask, .finding,
            .citation,
        ]
        #expect(definitions.count == formats.count)
        for format in formats {
            let name = String(format.name.split(separator: " ").last ?? "")
            let properties = try #require(definitions[name]?["properties"]?.objectValue)
            #expect(Set(properties.keys) == Set(format.keys.map(\.name)))
            #expect(properties.values.allSatisfy { $0["description"]?.stringValue?.isEmpty == false })
        }
    }

    @Test(arguments: ShippedWorkflows.names) func shippedWorkflowsFit(_ name: String) throws {
        let text = try #require(ShippedWorkflows.text(of: name))
        let document = try PlainYAML.json(text)
        #expect(schema.validate(document) == [])
    }

    @Test(arguments: Example.names) func examplesOfTheGuideFit(_ name: String) throws {
        let document = try PlainYAML.json(try #require(Example.all[name]))
        #expect(schema.validate(document) == [])
    }

    /// What the loader takes for a mistake of form is one for an editor as well.
    static let wrong = [
        "no name": "schema: 1\nversion: 1.0.0\nsteps: [{id: a, uses: echo@1}]\n",
        "another schema": head.replacing("schema: 1", with: "schema: 2") + step,
        "short version": head.replacing("1.0.0", with: "'1.0'") + step,
        "capital in the name": head.replacing("test", with: "Test") + step,
        "unknown key": head + "titel: x\n" + step,
        "no steps": head + "steps: []\n",
        "steps in a mapping": head + "steps: {a: {uses: echo@1}}\n",
        "run": head + "steps: [{id: a, run: ls}]\n",
        "nothing to do": head + "steps: [{id: a}]\n",
        "two things to do": head + "steps: [{id: a, uses: echo@1, ask: {message: x, schema: {}}}]\n",
        "asked and approved": head + "steps: [{id: a, ask: {message: x, schema: {}}, approve: {message: x}}]\n",
        "no version of a tool": head + "steps: [{id: a, uses: echo}]\n",
        "hyphen in an id": head + "steps: [{id: a-b, uses: echo@1}]\n",
        "one need": head + "steps: [{id: a, uses: echo@1, needs: b}]\n",
        "minutes in words": head + "steps: [{id: a, uses: echo@1, timeout: 5 minutes}]\n",
        "word for a boolean": head + "steps: [{id: a, uses: echo@1, continue-on-error: 'yes'}]\n",
        "unknown cache": head + "steps: [{id: a, uses: echo@1, cache: always}]\n",
        "too many attempts": head + "steps: [{id: a, uses: echo@1, retry: {max-attempts: 100}}]\n",
        "unknown error": head + "steps: [{id: a, uses: echo@1, retry: {errors: [timedout]}}]\n",
        "foreach without name": head + "steps: [{id: a, uses: echo@1, foreach: {in: '${{ [1] }}'}}]\n",
        "until without end": head + "steps: [{id: a, uses: echo@1, until: {condition: 'true', every: 5s}}]\n",
        "finding without citation":
            head + "steps: [{id: a, finding: {statement: x, severity: low, citations: []}}]\n",
        "citation of two": head
            + "steps: [{id: a, finding: {statement: x, severity: low, citations: [{step: b, evidence: c}]}}]\n",
        "three lines": head
            + "steps: [{id: a, finding: {statement: x, severity: low, citations: [{step: b, lines: [1, 2, 3]}]}}]\n",
        "size in GB": head + "budget: {bytes: 2GB}\n" + step,
        "no calls": head + "budget: {calls: 0}\n" + step,
        "unknown type": head + "inputs: {a: {type: text}}\n" + step,
        "hyphen in an input": head + "inputs: {a-b: {type: string}}\n" + step,
        "unknown expiry": head + "steps: [{id: a, uses: echo@1, approve: {message: x, on-expiry: wait}}]\n",
    ]
    private static let head = "schema: 1\nname: test\nversion: 1.0.0\n"
    private static let step = "steps: [{id: a, uses: echo@1}]\n"

    @Test(arguments: wrong.keys.sorted()) func wrongFilesAreTold(_ name: String) throws {
        let text = try #require(Self.wrong[name])
        let document = try PlainYAML.json(text)
        #expect(!schema.isValid(document))
        // Otherwise the case says nothing about the format.
        #expect(Fixtures.problems(text).contains { !$0.isWarning })
    }

    @Test func aSmallFileFits() throws {
        let document = try PlainYAML.json(Self.head + Self.step)
        #expect(schema.validate(document) == [])
    }
}
