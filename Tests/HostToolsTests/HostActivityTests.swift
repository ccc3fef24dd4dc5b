import Foundation
import JSON
import Model
import Policy
import Testing
import Tooling

@testable import HostTools

@Suite struct HostActivityTests {
    private static func write(_ factor: Int, to folder: String) throws {
        try FileManager.default.createDirectory(atPath: folder + "/net", withIntermediateDirectories: true)
        let files = [
            "stat":
                "cpu  \(50 * factor) 0 \(25 * factor) \(20 * factor) \(5 * factor) 0 0 0 0 0\ncpu0 1 2 3 4 5 6 7 8 9 0\n",
            "net/dev":
                "Inter-|\n face |\n  eth0: \(2000 * factor) 1 0 \(4 * factor) 0 0 0 0 \(600 * factor) 1 0 0 0 0 0 0\n",
            "diskstats":
                "   8 0 sda \(10 * factor) 0 \(4 * factor) 0 \(20 * factor) 0 \(8 * factor) 0 0 \(1000 * factor) 0\n"
                + "   7 0 loop0 0 0 0 0 0 0 0 0 0 0 0\n",
        ]
        for (name, text) in files { try Data(text.utf8).write(to: URL(fileURLWithPath: "\(folder)/\(name)")) }
    }

    private static func context() throws -> ToolContext {
        ToolContext(
            window: Window(TimeSpan(start: .init(milliseconds: 0), end: .init(milliseconds: 1))),
            sources: SourceCatalog([]), roots: [], redactor: Redactor(rules: try RedactionRules(), key: [1]),
            now: Timestamp(milliseconds: 0), evidence: NoEvidence())
    }

    @Test func measuresWhatHappensMeanwhile() async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try Self.write(1, to: folder)
        let tool = RegisteredTool(
            GetHostActivity(proc: folder) { _ in
                try Self.write(2, to: folder)
                return 2
            })
        let output = try await tool.prepare(["seconds": 2]).run(Self.context(), nil).output
        #expect(tool.problems(withOutput: output).isEmpty)
        #expect(output["processor"]?["user"]?.doubleValue == 50 && output["processor"]?["iowait"]?.doubleValue == 5)
        #expect(output["interfaces"]?[0]?["receivedPerSecond"]?.doubleValue == 1000)
        #expect(output["interfaces"]?[0]?["dropsPerSecond"]?.doubleValue == 2)
        #expect(output["disks"]?.arrayValue?.count == 1)
        #expect(output["disks"]?[0]?["writtenBytesPerSecond"]?.doubleValue == 2048)
        #expect(output["disks"]?[0]?["busyPercent"]?.doubleValue == 50)
    }

    @Test func whatAHostDoesNotTellIsLeftOut() async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try Self.write(1, to: folder)
        try FileManager.default.removeItem(atPath: folder + "/diskstats")
        let tool = RegisteredTool(GetHostActivity(proc: folder) { _ in 1 })
        let result = try await tool.prepare([:]).run(Self.context(), nil)
        #expect(result.coverage.map(\.value) == [.partial] && result.output["disks"] == [])
        #expect(result.coverage[0].omitted.map(\.what) == ["disks"])
    }
}
