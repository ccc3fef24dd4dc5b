import FoundationEssentials
import JSON
import Model
import TestSupport

/// A copy of a recorded outage that can be changed and written down again.
struct RecordedOutage: Sendable {
    var configuration: String
    var plan: JSONValue
    var deploys: [JSONValue]
    var metrics: Exposition
    var logs: [LogFile]
    var truth: Truth

    /// Reads `Examples/<name>`.
    init(_ name: String = "checkout-outage") throws {
        let folder = Self.examples + "/" + name
        func read(_ file: String) throws -> [UInt8] {
            [UInt8](try Data(contentsOf: URL(filePath: "\(folder)/\(file)")))
        }
        configuration = String(decoding: try read("casebook.yaml"), as: UTF8.self)
        plan = try JSONValue(parsing: try read("plan.json"))
        deploys = try read("deploys.ndjson").split(separator: UInt8(ascii: "\n")).map {
            try JSONValue(parsing: Array($0))
        }
        metrics = Exposition(try read("metrics.om"))
        let files: [(String, TimeForm)] = [
            ("logs/app/checkout.log", .rfc3339), ("logs/nginx/access.log", .nginxAccess),
            ("logs/nginx/error.log", .nginxError), ("logs/postgres/postgresql.log", .postgres),
        ]
        logs = try files.map { LogFile(path: $0.0, form: $0.1, bytes: try read($0.0)) }
        truth = try Truth(JSONValue(parsing: try read("truth.json")))
    }

    /// The folder of the recorded outages in this package.
    static var examples: String {
        let components = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(4)
        return components.joined(separator: "/") + "/Examples"
    }

    /// Writes the outage, without its truth, into a folder.
    func write(to folder: TemporaryFolder) throws {
        try folder.write(configuration, to: "casebook.yaml")
        try folder.write(plan.serialized(), to: "plan.json")
        try folder.write(deploys.map { $0.serialized() + "\n" }.joined(), to: "deploys.ndjson")
        try folder.write(metrics.bytes, to: "metrics.om")
        for log in logs { try folder.write(log.bytes, to: log.path) }
    }

    /// The changes of the plan, without those that change nothing.
    var changes: [JSONValue] {
        (plan["resource_changes"]?.arrayValue ?? []).filter { $0["change"]?["actions"] != ["no-op"] }
    }

    /// Everything that could be blamed: addresses of the plan and refs of the deploys.
    var suspects: [String] {
        (plan["resource_changes"]?.arrayValue ?? []).compactMap { $0["address"]?.stringValue }
            + deploys.compactMap { $0["ref"]?.stringValue }
    }
}
