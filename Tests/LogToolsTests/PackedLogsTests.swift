import Foundation
import JSON
import Model
import TestSupport
import Testing
import Tooling

@testable import LogTools
@testable import Scanning

@Suite struct PackedLogsTests {
    /// Two lines, packed by each tool.
    private static let packed = [
        "gz": """
        H4sIAAAAAAACAzMyMDLTNTTUNTAMMbSwMjCwMjDUMzAwiFLw9HPzV0hKLM5OLdErT01SKE4tKktNgYrYGhsq5BbbGhpxGWHoN4Lodw0K8g9CMaAkvyhVIbNY\
        IT0/L5ULAIEu5QZ4AAAA
        """,
        "xz": """
        /Td6WFoAAATm1rRGAgAhARYAAAB0L+Wj4AB3AFZdABkMApKyqWYUhJYduN6AkGPgfTjnxGntlkbp/GkOCm1hE10oihQITpDvFvvbWITLSb7Yk0lUdB2kz63jR5uI\
        EQIGBK3XrNywkjaNgCYgA97mwIrKWQAAAAAAgMeE/gMLLdcAAXJ4UVdRYx+2830BAAAAAARZWg==
        """,
        "zst": """
        KLUv/QRovQIAwsQRGHCtA4Bl8paAmA1CuBm2HL9ghptQ+r/CAsmfuOgz6jLO594bOjW3d5SBpjgk/RV6tKY3n0B1hFEosruLl+0ygQ9exayC3g4EAEQ4CgMbgu+v\
        bJYByfaA8g==
        """,
    ]

    private static func bytes(_ kind: String) throws -> [UInt8] {
        let text = try #require(packed[kind])
        return Array(try #require(Data(base64Encoded: text)))
    }

    @Test(arguments: ["gz", "xz", "zst"])
    func readsWhatIsPacked(kind: String) async throws {
        let sample = try LogSample(["app.log.1.\(kind)": Self.bytes(kind)])
        let result = try await sample.search(["literal": "gone", "context": 1])
        #expect(result.output.total == 1)
        #expect(result.output.hits.first?.line == 2)
        #expect(result.output.hits.first?.before?.first?.hasSuffix("ms=12") == true)
        #expect(result.coverage.map(\.value) == [.complete])
        #expect(result.coverage.first?.searched.bytes == 120)
    }

    @Test func readsARotatedSetFromItsOldest() async throws {
        let line = { (second: Int) in Array("2026-11-01T18:00:\(second).000Z INFO basket.web gone\n".utf8) }
        let sample = try LogSample([
            "app.log": line(40), "app.log.1": line(30), "app.log.2.gz": try Self.bytes("gz"),
        ])
        let result = try await sample.search(["literal": "gone"])
        #expect(result.output.hits.map(\.file) == ["app.log.2.gz", "app.log.1", "app.log"])
    }

    @Test(arguments: ["gz", "xz", "zst"], [1, 10, 40])
    func tellsWhatIsMissing(kind: String, left: Int) async throws {
        let sample = try LogSample([
            "app.log.1.\(kind)": Array(try Self.bytes(kind).dropLast(left)),
            "app.log": Array("2026-11-01T18:00:40.000Z INFO gone\n".utf8),
        ])
        let result = try await sample.search(["literal": "gone"])
        #expect(result.coverage.map(\.value) == [.partial])
        #expect(result.coverage.first?.omitted.first?.what == "app.log.1.\(kind)")
    }

    @Test func unpacksOnlySoMuch() throws {
        // 300,000 zeros.
        let bomb = "H4sIAAAAAAACA+3BAQ0AAADCoPdPbQ8HFAAA" + String(repeating: "A", count: 380) + "Pxj47q8wPD4TBAA="
        let sample = try LogSample(["bomb.gz": Array(Data(base64Encoded: bomb) ?? Data())])
        let file = try FileRoot(path: sample.folder.path).open("bomb.gz")
        var limits = Packing.Limits()
        limits.freeBytes = 1000
        limits.ratio = 10
        do {
            let unpacked = try Packing.gzip.unpack(file, limits: limits)
            #expect(unpacked.file.size <= 1 << 18)
            #expect(unpacked.shortfall != nil)
        } catch let fault as FileFault {
            #expect(fault.reason.contains("damaged"))
        }
    }

    @Test func bzip2IsNamed() async throws {
        let sample = try LogSample(["a.bz2": Array("BZh91AY".utf8), "b.log": Array("2026-11-01T18:00:40Z x\n".utf8)])
        let result = try await sample.search(["literal": "x"])
        #expect(result.coverage.first?.omitted.first?.reason.contains("bzip2") == true)
    }
}
