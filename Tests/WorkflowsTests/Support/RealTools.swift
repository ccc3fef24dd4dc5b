import HostTools
import JSON
import LogTools
import MetricTools
import Model
import TerraformTools
import Tooling
import Workflows

/// The tools of the program, by what they say of themselves, and outputs that they could give.
enum RealTools {
    static let contracts: [ToolContract] = [
        AssessTerraformRisk.contract, CompareLogPatterns.contract, FindChangePoints.contract, GetDiskUsage.contract,
        GetSystemLoad.contract,
        ListChanges.contract, ListFiles.contract, MatchChangesToIncident.contract, QueryMetrics.contract,
        ReadFile.contract, SearchLogs.contract, SummarizeTerraformPlan.contract,
    ]

    static let sources = SourceCatalog([
        Source(name: "app", kind: .logs), Source(name: "nginx", kind: .logs),
        Source(name: "metrics", kind: .metricsFile), Source(name: "plan", kind: .terraformPlan),
        Source(name: "deploys", kind: .changes),
    ])

    /// Loads as the program does: with these tools and sources, and the shipped workflows to be used.
    static func load(_ text: String, path: String = "test.yaml") -> Result<Workflow, WorkflowProblems> {
        let loader = WorkflowLoader(tools: contracts, sources: sources) { name in
            ShippedWorkflows.text(of: name).map { WorkflowLoader.File(path: "\(name).yaml", text: $0) }
        }
        return loader.load(text: text, path: path)
    }

    static func contract(_ name: String) -> ToolContract? { contracts.first { $0.name == name } }

    /// A value that meets a schema: what is given, and the least that the schema asks for around it.
    static func value(_ schema: JSONObject, with given: JSONValue? = nil) -> JSONValue {
        let choices = (schema["anyOf"] ?? schema["oneOf"])?.arrayValue?.compactMap(\.objectValue) ?? [schema]
        if choices.contains(where: { types(of: $0).contains("null") }), given?.isNull ?? true { return .null }
        guard let chosen = choices.first(where: { types(of: $0) != ["null"] }) else { return given ?? .null }
        switch types(of: chosen).first(where: { $0 != "null" }) {
        case "object": return object(chosen, with: given?.objectValue ?? [:])
        case "array":
            let items = chosen["items"]?.objectValue ?? [:]
            return .array((given?.arrayValue ?? []).map { value(items, with: $0) })
        case "string":
            let standard: JSONValue = chosen["format"] == "date-time" ? "2026-01-01T00:00:00Z" : "text"
            return given ?? chosen["enum"]?.arrayValue?.first ?? standard
        case "integer", "number": return given ?? chosen["minimum"] ?? 0
        case "boolean": return given ?? false
        default: return given ?? chosen["enum"]?.arrayValue?.first ?? .null
        }
    }

    private static func object(_ schema: JSONObject, with given: JSONObject) -> JSONValue {
        let required = Set(schema["required"]?.arrayValue?.compactMap(\.stringValue) ?? [])
        var object = JSONObject()
        for (key, property) in schema["properties"]?.objectValue ?? [:] where required.contains(key) {
            object[key] = value(property.objectValue ?? [:], with: given[key])
        }
        for (key, value) in given where object[key] == nil {
            let property = schema["properties"]?[key]?.objectValue ?? schema["additionalProperties"]?.objectValue
            object[key] = self.value(property ?? [:], with: value)
        }
        return .object(object)
    }

    private static func types(of schema: JSONObject) -> [String] {
        switch schema["type"] {
        case .string(let name)?: [name]
        case .array(let names)?: names.compactMap(\.stringValue)
        default: []
        }
    }
}
