import Model
import Testing

@testable import TerraformTools

@Suite("Deploy lists")
struct DeployReaderTests {
    private func read(_ text: String, limit: Int = 10, chunk: Int = 5) throws -> DeployReader {
        let start = try #require(Timestamp(rfc3339: "2026-01-01T00:00:00Z"))
        let end = try #require(Timestamp(rfc3339: "2026-01-02T00:00:00Z"))
        var reader = DeployReader(
            span: TimeSpan(start: start, end: end), source: "deploys", limit: limit, redactor: try PlanData.redactor())
        let bytes = Array(text.utf8)
        for place in stride(from: 0, to: bytes.count, by: chunk) {
            unsafe reader.feed(bytes.span.extracting(place..<min(bytes.count, place + chunk)).bytes)
        }
        reader.finishFile()
        return reader
    }

    @Test("Lines are read in pieces of any size", arguments: [1, 5, 4096])
    func readsLines(chunk: Int) throws {
        let reader = try read(
            """
            {"time":"2026-01-01T10:00:00Z","service":"a","title":"one","ref":"a@1","author":"x"}

            not json
            {"time":"yesterday","service":"a","title":"two"}
            {"service":"a","title":"no time"}
            {"time":"2026-01-01T11:00:00Z"}
            {"time":"2025-01-01T11:00:00Z","service":"a"}
            {"time":1767265200,"service":"b"}
            """, chunk: chunk)
        #expect(reader.deploys.map(\.service) == ["a", "b"])
        #expect(reader.deploys.first?.ref == "a@1")
        #expect(reader.malformed == 4)
        #expect(reader.outside == 1)
        #expect(reader.lines == 7)
    }

    @Test("The newest are kept")
    func keepsNewest() throws {
        let lines = (0..<300).map { "{\"time\":\"2026-01-01T00:0\($0 % 10):\(10 + $0 % 50)Z\",\"service\":\"s\($0)\"}" }
        let reader = try read(lines.joined(separator: "\r\n"), limit: 3)
        #expect(reader.deploys.count == 3)
        #expect(reader.dropped == 297)
        #expect(reader.deploys.allSatisfy { $0.time.description.hasPrefix("2026-01-01T00:09:59") })
    }

    @Test("A line without end takes no memory without end")
    func boundsLines() throws {
        let reader = try read(
            String(repeating: "x", count: 1_000_000) + "\n{\"time\":1767265200,\"service\":\"b\"}", chunk: 4096)
        #expect(reader.malformed == 1)
        #expect(reader.deploys.count == 1)
    }
}
