import Foundation
import JSON
import Testing

@testable import TerraformTools

/// The counts of real plans beside those of jq, which knows nothing of this project.
@Suite(
    "Counts beside jq", .enabled(if: PlanData.terraform != nil && PlanData.jq != nil, "the data or jq is absent"))
struct JqCountTests {
    private static let filter = #"""
        [input_filename, ([.resource_changes[]? | .change.actions // [] | join("+")] | group_by(.)
        | map({key: .[0], value: length}) | from_entries),
        ([.resource_drift[]? | select((.change.actions != ["no-op"]) or
        ((.previous_address // .address) != .address))] | length),
        ([.resource_changes[]? | select(.mode != "ephemeral" and (.mode == "managed" or .change.actions != ["delete"]))
        | {a: .change.actions, i: (.change.importing != null)}] | {
        add: ([.[] | select(.a | index("create"))] | length), change: ([.[] | select(.a == ["update"])] | length),
        destroy: ([.[] | select(.a | index("delete"))] | length), import: ([.[] | select(.i)] | length)})] | tojson
        """#

    @Test("Every real plan is counted as jq counts it")
    func countsAlike() throws {
        let root = try #require(PlanData.terraform) + "/real"
        let plans = try PlanData.read(root, "**", limit: 20)
        #expect(plans.count == 220)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: try #require(PlanData.jq))
        process.arguments = ["-r", Self.filter] + plans.map { "\(root)/\($0.file)" }
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = FileHandle.nullDevice
        try process.run()
        let printed = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        var counts: [String: JSONValue] = [:]
        for line in printed.split(separator: "\n") {
            let row = try JSONValue(parsing: String(line))
            counts[row[0]?.stringValue ?? ""] = row
        }
        #expect(counts.count == plans.count)
        for plan in plans {
            guard let row = counts["\(root)/\(plan.file)"] else { continue }
            let actions = plan.content.actions.map { ($0.key, JSONValue($0.value)) }
            #expect(.object(JSONObject(actions, uniquingKeysWith: { $1 })) == row[1], "\(plan.file)")
            #expect(plan.content.driftCount == row[2]?.intValue, "\(plan.file)")
            let counts = plan.content.counts
            let told: JSONValue = [
                "add": JSONValue(counts.add), "change": JSONValue(counts.change), "destroy": JSONValue(counts.destroy),
                "import": JSONValue(counts.imports),
            ]
            #expect(told == row[3], "\(plan.file)")
        }
    }
}
