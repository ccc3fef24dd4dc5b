import JSON
import Testing

@testable import MCP

@Suite("HTTP rules")
struct HTTPRulesTests {
    private static let version = ("MCP-Protocol-Version", "2026-07-28")

    private func mirrors(_ fields: [(String, String)], _ method: String, _ params: JSONObject) -> MCPError.Code? {
        do throws(MCPError) {
            try HTTPFields(fields).checkMirrors(
                method: method, params: params.merging(["_meta": .object(Dialogue.meta())]))
            return nil
        } catch {
            return error.code
        }
    }

    @Test(
        "Headers that mirror the body",
        arguments: [
            ([version, ("Mcp-Method", "tools/list")], "tools/list", [:], true),
            ([("mcp-protocol-version", " 2026-07-28\t"), ("MCP-METHOD", "tools/list ")], "tools/list", [:], true),
            ([("Mcp-Method", "tools/list")], "tools/list", [:], false),
            ([version], "tools/list", [:], false),
            ([("MCP-Protocol-Version", "2025-11-25"), ("Mcp-Method", "tools/list")], "tools/list", [:], false),
            ([version, ("Mcp-Method", "Tools/List")], "tools/list", [:], false),
            ([version, ("Mcp-Method", "tools/list"), ("Mcp-Method", "tools/list")], "tools/list", [:], false),
            ([version, ("Mcp-Method", "tools/call")], "tools/call", ["name": "a"], false),
            ([version, ("Mcp-Method", "tools/call"), ("Mcp-Name", "a")], "tools/call", ["name": "a"], true),
            ([version, ("Mcp-Method", "tools/call"), ("Mcp-Name", "b")], "tools/call", ["name": "a"], false),
            (
                [version, ("Mcp-Method", "tools/call"), ("Mcp-Name", "=?base64?YQ==?=")], "tools/call", ["name": "a"],
                true
            ),
            (
                [version, ("Mcp-Method", "tools/call"), ("Mcp-Name", "=?base64?YQ?=")], "tools/call", ["name": "a"],
                false
            ),
            (
                [version, ("Mcp-Method", "tools/call"), ("Mcp-Name", "=?base64?/w==?=")], "tools/call", ["name": "a"],
                false
            ),
            (
                [version, ("Mcp-Method", "resources/read"), ("Mcp-Name", "x://y")], "resources/read", ["uri": "x://y"],
                true
            ),
            ([version, ("Mcp-Method", "prompts/get"), ("Mcp-Name", "p")], "prompts/get", ["name": "p"], true),
            ([version, ("Mcp-Method", "tasks/get"), ("Mcp-Name", "t")], "tasks/get", ["taskId": "u"], false),
            ([version, ("Mcp-Method", "tasks/get")], "tasks/get", ["taskId": "u"], true),
        ] as [([(String, String)], String, JSONObject, Bool)])
    func mirrored(_ fields: [(String, String)], _ method: String, _ params: JSONObject, _ fits: Bool) {
        #expect(mirrors(fields, method, params) == (fits ? nil : .headerMismatch))
    }

    private static let schema: JSONObject = [
        "type": "object",
        "properties": [
            "tenant": ["type": "string", "x-mcp-header": "Tenant"],
            "deep": ["type": "object", "properties": ["count": ["type": "integer", "x-mcp-header": "Count"]]],
            "flag": ["type": "boolean", "x-mcp-header": "Flag"],
        ],
    ]

    @Test(
        "Arguments that are mirrored",
        arguments: [
            ([], [:], true), ([("Mcp-Param-Tenant", "a")], ["tenant": "a"], true),
            ([], ["tenant": "a"], false), ([("Mcp-Param-Tenant", "b")], ["tenant": "a"], false),
            ([("Mcp-Param-Tenant", "a")], [:], false), ([("Mcp-Param-Tenant", "a")], ["tenant": nil], false),
            ([("mcp-param-tenant", "=?base64?w6k=?=")], ["tenant": "é"], true),
            ([("Mcp-Param-Count", "5.0")], ["deep": ["count": 5]], true),
            ([("Mcp-Param-Count", "6")], ["deep": ["count": 5]], false),
            ([("Mcp-Param-Flag", "true")], ["flag": true], true), ([("Mcp-Param-Flag", "TRUE")], ["flag": true], false),
        ] as [([(String, String)], JSONObject, Bool)])
    func parameters(_ fields: [(String, String)], _ arguments: JSONObject, _ fits: Bool) throws {
        let parameters = try MirroredParameter.all(in: Self.schema, of: "t")
        #expect(parameters.count == 3)
        let check = { try HTTPFields(fields).checkParameters(parameters, arguments) }
        if fits { try check() } else { #expect(throws: MCPError.self) { try check() } }
    }

    @Test(
        "Origins",
        arguments: [
            (nil, true, true), ("http://localhost:8080", true, true), ("http://127.0.0.1", true, true),
            ("https://[::1]:9", true, true), ("http://evil.example", true, false), ("null", true, false),
            ("http://localhost.evil.example", true, false), ("http://localhost:8080:9", true, false),
            ("http://localhost:", true, false), ("file://localhost", true, false), ("http://localhost", false, false),
            ("https://ok.example", false, true), ("https://ok.example.", false, false),
        ] as [(String?, Bool, Bool)])
    func origins(_ origin: String?, _ isLoopback: Bool, _ isAllowed: Bool) {
        let fields = HTTPFields(origin.map { [("Origin", $0)] } ?? [])
        let allowed = HTTPRules.allowsOrigin(fields, allowed: ["https://ok.example"], isLoopback: isLoopback)
        #expect(allowed == isAllowed)
    }

    @Test(
        "Hosts on loopback",
        arguments: [
            ("localhost", true), ("LOCALHOST:80", true), ("127.0.0.1:8080", true), ("[::1]:80", true), ("[::1]", true),
            ("evil.example", false), ("127.0.0.1.evil.example", false), ("", false), ("localhost:8x", false),
        ])
    func hosts(_ host: String, _ isAllowed: Bool) {
        #expect(HTTPRules.allowsHost(HTTPFields([("Host", host)]), allowed: [], isLoopback: true) == isAllowed)
        #expect(HTTPRules.allowsHost(HTTPFields([("Host", host)]), allowed: [], isLoopback: false))
    }

    @Test("The address that is listened on is local, and no other of its kind")
    func address() {
        for (host, isAllowed) in [("127.0.0.2", true), ("127.0.0.2:80", true), ("127.0.0.3", false)] {
            let fields = HTTPFields([("Host", host), ("Origin", "http://\(host)")])
            for allows in [
                HTTPRules.allowsHost(fields, allowed: [], isLoopback: true, address: "127.0.0.2"),
                HTTPRules.allowsOrigin(fields, allowed: [], isLoopback: true, address: "127.0.0.2"),
            ] { #expect(allows == isAllowed) }
            // Beyond loopback an origin has to be allowed by name.
            #expect(!HTTPRules.allowsOrigin(fields, allowed: [], isLoopback: false, address: "127.0.0.2"))
        }
    }

    @Test(
        "Accept and Content-Type",
        arguments: [
            ("application/json, text/event-stream", true, true),
            ("text/event-stream;q=0.5,application/json", true, true),
            ("*/*", true, true), ("APPLICATION/JSON ,TEXT/Event-Stream", true, true),
            ("application/json", false, false),
            ("text/event-stream", false, true), ("", false, false), ("text/html", false, false),
        ])
    func accept(_ value: String, _ takesAnswers: Bool, _ takesEvents: Bool) {
        let fields = HTTPFields([("Accept", value), ("Content-Type", "application/json; charset=utf-8")])
        #expect(HTTPRules.acceptsAnswers(fields) == takesAnswers)
        #expect(HTTPRules.acceptsEvents(fields) == takesEvents)
        #expect(HTTPRules.sendsJSON(fields))
        #expect(!HTTPRules.sendsJSON(HTTPFields([("Content-Type", "text/plain")])))
    }

    @Test(
        "Statuses",
        arguments: [
            (nil, 200), (-32603, 200), (-32601, 404), (-32602, 400), (-32020, 400), (-32021, 400), (-32022, 400),
            (-32600, 400), (-32700, 400),
        ] as [(Int?, Int)])
    func statuses(_ code: Int?, _ status: Int) { #expect(HTTPRules.status(errorCode: code) == status) }
}
