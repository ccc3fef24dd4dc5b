import Foundation
import JSON
import Model
import Testing
import Tooling

@testable import HostTools

@Suite struct HostToolTests {
    /// A folder like `/proc` with these files.
    static func proc(_ files: [String: String]) throws -> String {
        let root = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        for (name, text) in files {
            let url = root.appendingPathComponent(name)
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: url)
        }
        return root.path
    }

    @Test func thisHostAnswers() async throws {
        let disks = try await FileToolsTests.call(GetDiskUsage(), [:], roots: [])
        #expect(disks.output["filesystems"]?.arrayValue?.isEmpty == false)
        let load = try await FileToolsTests.call(GetSystemLoad(), [:], roots: [])
        #expect(load.output["cpus"]?.intValue ?? 0 > 0)
        #expect(load.output["memory"]?["total"]?.intValue ?? 0 > 0)
    }

    @Test func readsLoadMemoryAndPressure() async throws {
        let root = try Self.proc([
            "loadavg": "4.00 2.50 1.25 3/412 9999\n",
            "meminfo": "MemTotal: 1000 kB\nMemFree: 100 kB\nMemAvailable: 250 kB\nCached: 80 kB\n",
            "uptime": "3600.50 100\n",
            "pressure/io":
                "some avg10=1.50 avg60=2.00 avg300=3.00 total=9\nfull avg10=0.50 avg60=0.10 avg300=0.00 total=1\n",
        ])
        defer { try? FileManager.default.removeItem(atPath: root) }
        let result = try await FileToolsTests.call(GetSystemLoad(proc: root), [:], roots: [])
        #expect(result.output["load"]?["runnable"]?.intValue == 3)
        #expect(result.output["memory"]?["usedPercent"]?.doubleValue == 75)
        #expect(result.output["pressure"]?["io"]?["some"]?["tenSeconds"]?.doubleValue == 1.5)
        #expect(result.output["uptimeSeconds"]?.doubleValue == 3600.5)
        #expect(result.coverage.map(\.value) == [.partial])
    }

    @Test(arguments: ["", "x", "nan nan nan 1/2 3", "1 2"])
    func aMangledLoadIsAnError(text: String) async throws {
        let root = try Self.proc(["loadavg": text, "meminfo": "MemTotal: 1 kB\n"])
        defer { try? FileManager.default.removeItem(atPath: root) }
        await #expect(throws: ToolError.self) {
            try await FileToolsTests.call(GetSystemLoad(proc: root), [:], roots: [])
        }
    }

    @Test func hostileMountNamesAreStripped() async throws {
        let root = try Self.proc([
            "self/mountinfo": """
            1 0 8:1 / / rw - ext4 /dev/\u{1B}[31msda1 rw
            2 1 8:1 / /bind rw - ext4 /dev/sda1 rw
            3 1 0:5 / /proc rw - proc proc rw
            4 1 0:9 / /gone\\012x rw shared:3 - nfs4 far:/x rw
            broken line
            """
        ])
        defer { try? FileManager.default.removeItem(atPath: root) }
        let result = try await FileToolsTests.call(GetDiskUsage(proc: root), [:], roots: [])
        #expect(result.output["filesystems"]?.arrayValue?.count == 1)
        #expect(result.output["filesystems"]?[0]?["device"]?.stringValue == "/dev/\u{FFFD}[31msda1")
        #expect(result.coverage.first?.omitted.first?.what == "/gone\u{FFFD}x")
    }
}
