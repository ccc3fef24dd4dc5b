import JSON
import MCP
import Testing

@Suite("Era router")
struct EraRouterTests {
    typealias Evidence = EraRouter.Evidence

    struct Row: Sendable, CustomTestStringConvertible {
        let name: String
        let evidence: Evidence
        let route: EraRouter.Route
        var testDescription: String { name }

        init(
            _ name: String, _ channel: Evidence.Channel, _ method: String, _ meta: JSONValue?, _ route: EraRouter.Route
        ) {
            self.name = name
            evidence = Evidence(channel: channel, method: method, metaVersion: meta)
            self.route = route
        }
    }

    static let modern: JSONValue = "2026-07-28"

    static let rows: [Row] = [
        Row("stdio, modern call", .stream(negotiated: nil), "tools/call", modern, .modern),
        Row("stdio, version of another type", .stream(negotiated: nil), "tools/call", 7, .modern),
        Row(
            "stdio, modern call beside a legacy client", .stream(negotiated: .v2025June), "tools/call", modern, .modern),
        Row("stdio, ping with modern _meta", .stream(negotiated: nil), "ping", modern, .modern),
        Row("stdio, discover without _meta", .stream(negotiated: nil), "server/discover", nil, .modern),
        Row("stdio, initialize", .stream(negotiated: nil), "initialize", nil, .handshake),
        Row("stdio, initialize with modern _meta", .stream(negotiated: nil), "initialize", modern, .handshake),
        Row("stdio, second initialize", .stream(negotiated: .v2025March), "initialize", nil, .handshake),
        Row("stdio, legacy call", .stream(negotiated: .v2025November), "tools/call", nil, .legacy(.v2025November)),
        Row("stdio, call before initialize", .stream(negotiated: nil), "tools/call", nil, .undecided),
        Row("stdio, ping before initialize", .stream(negotiated: nil), "ping", nil, .ping),
        Row("HTTP, modern call", .http(version: "2026-07-28", session: .none), "tools/call", modern, .modern),
        Row("HTTP, modern initialize", .http(version: "2026-07-28", session: .none), "initialize", modern, .modern),
        Row("HTTP, modern header alone", .http(version: "2026-07-28", session: .none), "tools/list", nil, .modern),
        Row("HTTP, unknown header", .http(version: "1999-01-01", session: .none), "initialize", nil, .modern),
        Row(
            "HTTP, modern _meta, legacy header", .http(version: "2025-06-18", session: .none), "tools/list", modern,
            .modern),
        Row("HTTP, discover without evidence", .http(version: nil, session: .none), "server/discover", nil, .modern),
        Row("HTTP, initialize", .http(version: nil, session: .none), "initialize", nil, .handshake),
        Row(
            "HTTP, initialize with legacy header", .http(version: "2025-11-25", session: .none), "initialize", nil,
            .handshake),
        Row(
            "HTTP, open session", .http(version: nil, session: .open(.v2025June)), "tools/list", nil,
            .legacy(.v2025June)),
        Row(
            "HTTP, unknown session", .http(version: "2025-06-18", session: .unknown), "tools/list", nil, .unknownSession
        ),
        Row(
            "HTTP, unknown session, modern call", .http(version: "2026-07-28", session: .unknown), "tools/list", modern,
            .modern),
        Row("HTTP, no evidence", .http(version: nil, session: .none), "tools/list", nil, .undecided),
        Row("HTTP, legacy header alone", .http(version: "2025-06-18", session: .none), "tools/list", nil, .undecided),
    ]

    @Test(arguments: rows)
    func route(_ row: Row) {
        let router = EraRouter(served: Revision.allCases.reversed())
        #expect(router.route(row.evidence) == row.route)
    }

    @Test(
        "Without sessions, HTTP's legacy era goes by the header",
        arguments: [("2025-06-18", Revision.v2025June), (nil, .v2025March)] as [(String?, Revision)])
    func sessionless(_ version: String?, _ revision: Revision) {
        let router = EraRouter(served: Revision.allCases, servesSessionlessHTTP: true)
        let evidence = Evidence(channel: .http(version: version, session: .none), method: "tools/list")
        #expect(router.route(evidence) == .legacy(revision))
    }

    @Test("A legacy revision in modern _meta is not offered again")
    func noLoop() {
        let served = Array(Revision.allCases.reversed())
        let loop = MCPError.unsupportedVersion(requested: "2025-06-18", supported: served)
        #expect(loop.data?["supported"] == ["2026-07-28"])
        let unknown = MCPError.unsupportedVersion(requested: "2099-01-01", supported: served)
        #expect(unknown.data?["supported"]?.arrayValue?.count == 5)
        #expect(unknown.data?["requested"] == "2099-01-01")
    }
}
