import Foundation
import JSON

@testable import CEL

/// The official cases, which stand outside of the package.
enum ConformanceData {
    static let folder: URL? = {
        let root: URL
        if let path = ProcessInfo.processInfo.environment["CASEBOOK_DATA"] {
            root = URL(fileURLWithPath: path)
        } else {
            let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
                .deletingLastPathComponent().deletingLastPathComponent()
            root = package.deletingLastPathComponent().appendingPathComponent("shared/data")
        }
        let folder = root.appendingPathComponent("cel-conformance")
        return FileManager.default.fileExists(atPath: folder.path) ? folder : nil
    }()

    struct Case {
        let name: String
        let fields: JSONObject

        var expression: String { fields["expr"]?.stringValue ?? "" }
        var container: String { fields["container"]?.stringValue ?? "" }
        var skipsCheck: Bool { fields["disable_check"]?.boolValue ?? false }
        var isCheckOnly: Bool { fields["check_only"]?.boolValue ?? false }
        var expectsError: Bool { fields["eval_error"] != nil }
    }

    static func files() throws -> [(name: String, cases: [Case])] {
        guard let folder else { return [] }
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".json") }
        return try names.sorted().map { name in
            let data = try Data(contentsOf: folder.appendingPathComponent(name))
            let file = try JSONValue(parsing: String(decoding: data, as: UTF8.self))
            let stem = String(name.dropLast(5))
            var cases: [Case] = []
            for section in file["section"]?.arrayValue ?? [] {
                for test in section["test"]?.arrayValue ?? [] {
                    let path = [stem, section["name"]?.stringValue ?? "", test["name"]?.stringValue ?? ""]
                    cases.append(Case(name: path.joined(separator: "/"), fields: test.objectValue ?? [:]))
                }
            }
            return (stem, cases)
        }
    }
}

/// What stands in a case and this test does not understand.
struct UnknownForm: Error {
    let text: String
}

extension ConformanceData {
    /// A value in the JSON form of `cel.expr.Value`.
    static func value(_ json: JSONValue) throws -> CELValue {
        guard let (kind, content) = json.objectValue?.first(where: { _ in true }) else {
            throw UnknownForm(text: "\(json)")
        }
        switch kind {
        case "null_value": return .null
        case "bool_value": return .bool(content.boolValue ?? false)
        case "int64_value": return .int(Int64(content.stringValue ?? "") ?? 0)
        case "uint64_value": return .uint(UInt64(content.stringValue ?? "") ?? 0)
        case "double_value": return .double(double(content))
        case "string_value": return .string(content.stringValue ?? "")
        case "bytes_value": return .bytes(Base64.decode(content.stringValue ?? "") ?? [])
        case "type_value": return .type(content.stringValue ?? "")
        case "list_value": return .list(try (content["values"]?.arrayValue ?? []).map(value))
        case "map_value": return try map(content)
        case "object_value": return try object(content)
        default: throw UnknownForm(text: kind)
        }
    }

    private static func double(_ json: JSONValue) -> Double {
        switch json {
        case .number(let number): number.double
        case .string("Infinity"): .infinity
        case .string("-Infinity"): -.infinity
        default: .nan
        }
    }

    private static func map(_ json: JSONValue) throws -> CELValue {
        var entries: [(key: CELMapKey, value: CELValue)] = []
        for entry in json["entries"]?.arrayValue ?? [] {
            guard let key = CELMapKey(try value(entry["key"] ?? .null)) else { throw UnknownForm(text: "\(entry)") }
            entries.append((key, try value(entry["value"] ?? .null)))
        }
        return .map(CELMap(entries))
    }

    private static func object(_ json: JSONValue) throws -> CELValue {
        let text = json["value"]?.stringValue ?? ""
        switch json["@type"]?.stringValue {
        case "type.googleapis.com/google.protobuf.Duration":
            if let duration = CELDuration(text) { return .duration(duration) }
        case "type.googleapis.com/google.protobuf.Timestamp":
            if let moment = CELTimestamp(text) { return .timestamp(moment) }
        default: break
        }
        throw UnknownForm(text: "\(json)")
    }

    /// A type in the JSON form of `cel.expr.Type`.
    static func type(_ json: JSONValue) throws -> CELType {
        guard let (kind, content) = json.objectValue?.first(where: { _ in true }) else {
            throw UnknownForm(text: "\(json)")
        }
        switch kind {
        case "dyn": return .dyn
        case "null": return .null
        case "primitive":
            let names: [String: CELType] = [
                "BOOL": .bool, "INT64": .int, "UINT64": .uint, "DOUBLE": .double, "STRING": .string, "BYTES": .bytes,
            ]
            guard let type = names[content.stringValue ?? ""] else { throw UnknownForm(text: "\(content)") }
            return type
        case "list_type": return .list(try type(content["elem_type"] ?? .null))
        case "map_type": return .map(try type(content["key_type"] ?? .null), try type(content["value_type"] ?? .null))
        case "type_param": return .parameter(content.stringValue ?? "")
        case "message_type" where content == "google.protobuf.Duration": return .duration
        case "message_type" where content == "google.protobuf.Timestamp": return .timestamp
        case "abstract_type":
            let parameters = try (content["parameter_types"]?.arrayValue ?? []).map(type)
            guard content["name"] != "optional_type" else { return .optional(parameters[0]) }
            return .opaque(content["name"]?.stringValue ?? "", parameters)
        default: throw UnknownForm(text: kind)
        }
    }

    static func environment(_ test: Case) throws -> CELEnvironment {
        var environment = CELEnvironment(container: test.container)
        for declaration in test.fields["type_env"]?.arrayValue ?? [] {
            let name = declaration["name"]?.stringValue ?? ""
            if let ident = declaration["ident"] {
                environment.variables[name] = try type(ident["type"] ?? .null)
            }
            for overload in declaration["function"]?["overloads"]?.arrayValue ?? [] {
                let parameters = try (overload["params"]?.arrayValue ?? []).map(type)
                let result = try type(overload["result_type"] ?? .null)
                environment.declare(CELFunction(name, parameters: parameters, result: result))
            }
        }
        return environment
    }

    static func variables(_ test: Case) throws -> CELVariables {
        var variables = CELVariables()
        for (name, binding) in test.fields["bindings"]?.objectValue ?? [:] {
            variables.set(name, to: try value(binding["value"] ?? .null))
        }
        return variables
    }
}
