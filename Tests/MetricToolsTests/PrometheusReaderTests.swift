import Model
import Testing

@testable import MetricTools

/// What servers of this API say besides samples.
@Suite struct PrometheusReaderTests {
    private static func read(_ members: String, chunk: Int = 7) throws -> PrometheusReader {
        let text = "{\"status\":\"success\",\(members)\"data\":{\"resultType\":\"vector\",\"result\":[]}}"
        var collector = SeriesCollector(span: ExpositionParserTests.always, room: 1 << 16, maximumSeries: 4)
        var reader = PrometheusReader()
        let bytes = Array(text.utf8)
        for start in stride(from: 0, to: bytes.count, by: chunk) {
            try reader.feed(Array(bytes[start..<min(bytes.count, start + chunk)]), into: &collector)
        }
        try reader.finish(into: &collector)
        return reader
    }

    @Test(
        arguments: [
            ("", [], false), ("\"warnings\":null,\"infos\":null,", [], false), ("\"isPartial\":false,", [], false),
            ("\"isPartial\":true,\"trace\":{\"a\":[1]},\"stats\":{},", [], true), ("\"isPartial\":null,", [], false),
            ("\"warnings\":[\"store a is down\"],", ["store a is down"], false),
            ("\"infos\":[\"PromQL info: metric might not be a counter\"],", [], false),
            (
                "\"infos\":[\"a\",\"PromQL info: ignored histograms in a range\"],\"warnings\":[\"b\"],",
                ["PromQL info: ignored histograms in a range", "b"], false
            ),
        ] as [(String, [String], Bool)])
    func knowsWhatIsMissing(members: String, warnings: [String], isPartial: Bool) throws {
        let reader = try Self.read(members)
        #expect(reader.warnings == warnings && reader.isPartial == isPartial)
    }

    @Test(arguments: ["\"isPartial\":\"yes\",", "\"warnings\":{},", "\"infos\":3,"])
    func refusesOtherForms(members: String) {
        #expect(throws: PrometheusReader.Fault.self) { try Self.read(members) }
    }

    @Test(
        arguments: [
            ("{\"status\":\"success\",\"data\":[\"up\",\"m\"]}", true), ("{\"data\":[],\"status\":\"success\"}", false),
            ("{\"status\":\"success\",\"isPartial\":false,\"data\":null}", false), ("{\"status\":\"success\"}", nil),
        ] as [(String, Bool?)])
    func knowsWhetherThereIsAnything(text: String, isPresent: Bool?) throws {
        var reader = PresenceReader()
        for byte in text.utf8 { try reader.feed([byte]) }
        #expect(reader.isPresent == isPresent)
    }

    @Test(arguments: ["{\"data\":{}}", "[]", "{\"data\":[1]}", "<html>"])
    func otherAnswersTellNothingOfNames(text: String) {
        var reader = PresenceReader()
        #expect(throws: (any Error).self) { try reader.feed(Array(text.utf8)) }
        #expect(reader.isPresent == nil)
    }
}
