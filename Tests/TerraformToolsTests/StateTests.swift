import JSON
import Model
import TestSupport
import Testing
import Tooling

@testable import TerraformTools

@Suite("Terraform states")
struct StateTests {
    static let shown = #"""
        {"format_version":"1.0","terraform_version":"1.11.4","values":{"outputs":{"url":{"sensitive":true,
        "value":"postgres://secret-in-output","type":"string"},"port":{"sensitive":false,"value":5432}},
        "root_module":{"resources":[
        {"address":"data.x.y","mode":"data","type":"x","name":"y","values":{"id":"1"}},
        {"address":"db.main","mode":"managed","type":"db","name":"main","values":{"id":"db-1","size":100,
        "password":"first-secret","copy":"uses first-secret here","n":9007199254740993},
        "sensitive_values":{"password":true}},
        {"address":"app.gone","mode":"managed","type":"app","name":"gone","values":{"id":"a-1"},"sensitive_values":{}}],
        "child_modules":[{"address":"module.m","resources":[
        {"address":"module.m.app.old","mode":"managed","type":"app","name":"old","values":{"id":"a-2","v":1}}],
        "child_modules":[{"address":"module.m.module.n","resources":[
        {"address":"module.m.module.n.app.x","mode":"managed","type":"app","name":"x","values":{"id":"a-3"}}]}]}]}}}
        """#

    static let file = #"""
        {"version":4,"terraform_version":"1.11.4","serial":7,"lineage":"abc","outputs":{"port":{"value":5433,"type":"number"}},
        "resources":[
        {"mode":"data","type":"x","name":"y","provider":"p","instances":[{"attributes":{"id":"1"}}]},
        {"mode":"managed","type":"db","name":"main","provider":"p","instances":[{"schema_version":0,
        "attributes":{"id":"db-1","size":50,"password":"second-secret","copy":"uses second-secret here","n":9007199254740995,
        "list":[{"token":"third-secret"}]},
        "sensitive_attributes":[[{"type":"get_attr","value":"password"}],
        [{"type":"get_attr","value":"list"},{"type":"index","value":{"value":0,"type":"number"}},{"type":"get_attr","value":"token"}]]}]},
        {"module":"module.m","mode":"managed","type":"app","name":"new","provider":"p","instances":[
        {"index_key":"a.b","attributes":{"id":"a-2","v":1},"status":"tainted"},
        {"index_key":1,"attributes":{"id":"a-9"},"deposed":"deadbeef"}]},
        {"module":"module.m.module.n","mode":"managed","type":"app","name":"x","instances":[{"attributes":{"id":"a-3"}}]}],
        "check_results":null}
        """#

    private struct Collector: StateVisitor {
        var objects: [StateObject] = []
        var outputs: [StateOutput] = []

        mutating func visit(_ object: StateObject) { objects.append(object) }
        mutating func visit(output: StateOutput) { outputs.append(output) }
    }

    private func read(_ text: String, chunk: Int = 50) throws(PlanError) -> (StateHeader, Collector) {
        let bytes = Array(text.utf8)
        var reader = StateReader()
        var collector = Collector()
        var start = 0
        while start < bytes.count {
            let end = min(bytes.count, start + chunk)
            unsafe try reader.feed(bytes.span.extracting(start..<end).bytes, to: &collector)
            start = end
        }
        return (try reader.finish(&collector), collector)
    }

    @Test("Both forms of a state are read, in pieces of any size", arguments: [1, 7, 10_000])
    func reads(chunk: Int) throws {
        let (header, content) = try read(Self.shown, chunk: chunk)
        #expect(header.form == "show")
        #expect(
            content.objects.map(\.address)
                == ["db.main", "app.gone", "module.m.app.old", "module.m.module.n.app.x"])
        #expect(content.outputs.map(\.name) == ["url", "port"])
        let (other, file) = try read(Self.file, chunk: chunk)
        #expect(other.serial == 7 && other.lineage == "abc" && other.form == "file")
        #expect(
            file.objects.map(\.key) == [
                "db.main", "module.m.app.new[\"a.b\"]", "module.m.app.new[1] (deposed deadbeef)",
                "module.m.module.n.app.x",
            ])
        #expect(file.objects[0].marks == ["password": true, "list": [["token": true]]])
        #expect(file.objects[1].isTainted)
    }

    @Test("What is no state is named for what it is")
    func refuses() {
        func kind(_ text: String) -> PlanError.Code? {
            do throws(PlanError) {
                _ = try read(text, chunk: 1000)
                return nil
            } catch {
                #expect(error.hint?.isEmpty == false)
                return error.kind
            }
        }
        #expect(kind(PlanReaderTests.plan) == .plan)
        #expect(kind("") == .empty)
        #expect(kind("[]") == .notAState)
        #expect(kind("{}") == .notAState)
        #expect(kind(#"{"version":3,"serial":1}"#) == .futureVersion)
        #expect(kind(#"{"format_version":"2.0","values":{}}"#) == .futureVersion)
        #expect(kind(String(Self.shown.dropLast(40))) == .truncated)
        #expect(kind(#"{"format_version":"1.0","values":{},"values":{}}"#) == .duplicateKey)
        #expect(kind("PK\u{3}\u{4}") == .binaryPlan)
        #expect(kind(#"{"format_version":"1.0","values":"# + String(repeating: "[", count: 100_000)) == .tooDeep)
        #expect(kind(#"{"format_version":"1.0"}"#) == nil)
    }

    @Test("A state whose members somebody has sorted says the same", arguments: [1, 10_000])
    func readsSorted(chunk: Int) throws {
        let sorted = try JSONValue(parsing: Self.file).sorted().serialized()
        #expect(try read(sorted, chunk: chunk).1.objects == read(Self.file).1.objects)
        let flat = Self.file.replacing(#""attributes":{"id":"a-3"}"#, with: #""attributes_flat":{"id":"a-4"}"#)
        #expect(try read(flat).1.objects.last?.identity == "app a-4")
    }

    @Test("A mark that leads nowhere hides what it leads from", arguments: ["1e300", "-1", "0.5", "9e99", "2"])
    func hidesBehindWrongPaths(index: String) throws {
        let state = #"""
            {"version":4,"serial":1,"lineage":"x","resources":[{"type":"a","name":"b","instances":[{"attributes":{"l":["x"]},
            "sensitive_attributes":[[{"type":"get_attr","value":"l"},{"type":"index","value":{"value":\#(index),"type":"number"}}]]}]}]}
            """#
        #expect(try read(state).1.objects.first?.marks == ["l": true])
    }

    @Test("Two states are compared, with what is sensitive hidden")
    func compares() async throws {
        let folder = try TemporaryFolder()
        try folder.write(Self.shown, to: "old.json")
        try folder.write(Self.file, to: "new.tfstate")
        let sources = [("old", SourceKind.terraformState, "old.json"), ("new", .terraformPlan, "new.tfstate")]
        let result = try await ToolBench(folder).run(
            CompareTerraformStates(), ["before": "old", "after": "new"], sources)
        let output = result.output
        #expect(output["moved"] == [["from": "module.m.app.old", "to": "module.m.app.new[\"a.b\"]"]])
        #expect(output["removed"]?[0]?["address"] == "app.gone")
        #expect(output["added"]?[0]?["address"] == "module.m.app.new[1] (deposed deadbeef)")
        #expect(output["same"] == 1)
        let attributes = output["changed"]?[0]?["attributes"]?.arrayValue ?? []
        #expect(attributes.first { $0["path"] == "size" }?["after"] == 50)
        #expect(attributes.first { $0["path"] == "n" }?["before"]?.serialized() == "9007199254740993")
        #expect(attributes.first { $0["path"] == "password" }?["sensitive"] == true)
        #expect(!output.serialized().contains("-secret"))
        #expect(output["outputs"]?.arrayValue?.count == 2)
        #expect(output["after"]?["serial"] == 7)
        #expect(result.coverage.map(\.value) == [.complete, .complete])
    }
}

extension JSONValue {
    /// The value with the members of every object in the order of their names, as some tools write it.
    fileprivate func sorted() -> JSONValue {
        switch self {
        case .array(let elements): .array(elements.map { $0.sorted() })
        case .object(let members):
            .object(
                JSONObject(
                    members.map { ($0.key, $0.value.sorted()) }.sorted { $0.0 < $1.0 }, uniquingKeysWith: { $1 }))
        default: self
        }
    }
}
