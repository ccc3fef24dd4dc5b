import Foundation
import JSON
import Model
import Testing
import Tooling

@testable import MetricTools

/// The recorded examples, whole and cut short of their onset.
@Suite struct RecordedOutageTests {
    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("Examples").path
    static let names = ["checkout-outage", "disk-full", "expired-certificate", "bad-deploy", "quiet-hour"].filter {
        FileManager.default.fileExists(atPath: "\(folder)/\($0)/metrics.om")
            && FileManager.default.fileExists(atPath: "\(folder)/\($0)/truth.json")
    }

    static func truth(_ name: String) throws -> Timestamp? {
        let bytes = try Array(Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name)/truth.json")))
        return try JSONValue(parsing: bytes)["onset"]?.stringValue.flatMap { Timestamp(rfc3339: $0) }
    }

    static func onset(_ name: String, end: Timestamp? = nil) async throws -> (earliest: Timestamp, time: Timestamp)? {
        let selection = FileSelection(root: "\(folder)/\(name)", pattern: "metrics.om")
        let source = Source(name: "metrics", kind: .metricsFile, files: [selection])
        let arguments: JSONValue = end.map { ["end": .string($0.description)] } ?? [:]
        let result = try await MetricToolsTests.call(FindChangePoints(), arguments, sources: [source])
        guard let onset = result.output["onset"],
            let time = onset["time"]?.stringValue.flatMap({ Timestamp(rfc3339: $0) }),
            let earliest = onset["earliest"]?.stringValue.flatMap({ Timestamp(rfc3339: $0) })
        else { return nil }
        return (earliest, time)
    }

    @Test(arguments: names)
    func onsetIsWithinOneScrapeInterval(name: String) async throws {
        let found = try await Self.onset(name)
        guard let truth = try Self.truth(name) else {
            #expect(found == nil)
            return
        }
        let time = try #require(found?.time)
        #expect(abs(time.nanoseconds(since: truth)) <= 10_000_000_000, "\(time), truly \(truth)")
    }

    @Test(arguments: names, [0, 10, 30, 60, 120, 180])
    func nothingIsFoundBeforeTheOnset(name: String, seconds: Int64) async throws {
        guard let truth = try Self.truth(name) else { return }
        let found = try await Self.onset(name, end: truth.advanced(byNanoseconds: -seconds * 1_000_000_000))
        #expect(found == nil)
    }
}
