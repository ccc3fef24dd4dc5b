import JSON
import TestSupport
import Testing

@Suite("The official schemas")
struct FrameSchemaTests {
    @Test("They find faults", .enabled(if: FrameSchemas.areThere, "The schemas are not there: no frame is checked"))
    func findFaults() {
        let good: JSONValue = ["tools": [["name": "a", "inputSchema": ["type": "object"]]]]
        #expect(FrameSchemas.complaints(good, "tools/list", of: "2025-11-25") == [])
        #expect(FrameSchemas.complaints(good, "tools/list", of: "2025-03-26") == [])
        #expect(!FrameSchemas.complaints(good, "tools/list", of: "2026-07-28").isEmpty)
        let bad: JSONValue = ["tools": [["name": "a", "title": nil, "inputSchema": ["type": "object"]]]]
        #expect(!FrameSchemas.complaints(bad, "tools/list", of: "2025-11-25").isEmpty)
    }
}
