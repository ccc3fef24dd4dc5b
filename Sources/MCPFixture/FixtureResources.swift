import MCP

/// The resources of the fixture.
struct FixtureResources: ResourceProvider {
    private static let list = [
        Resource(
            uri: "test://static-binary", name: "static-binary", about: "A picture of one pixel", mimeType: "image/png"),
        Resource(uri: "test://static-text", name: "static-text", about: "A sentence", mimeType: "text/plain"),
        Resource(
            uri: "test://watched-resource", name: "watched-resource", about: "A text that changes",
            mimeType: "text/plain"),
    ]

    var publishesUpdates: Bool { true }

    func resources(after cursor: String?, _ context: RequestContext) async throws -> Page<Resource> {
        let page = try Cursor.page(Self.list.map(\.uri), after: cursor, size: 2)
        return Page(Self.list.filter { page.elements.contains($0.uri) }, next: page.next)
    }

    func templates(after cursor: String?, _ context: RequestContext) async throws -> Page<ResourceTemplate> {
        _ = try Cursor.page([], after: cursor, size: 1)
        return Page([
            ResourceTemplate(
                uriTemplate: "test://template/{id}/data", name: "template-data", about: "Data of an ID",
                mimeType: "application/json")
        ])
    }

    func read(_ uri: String, _ context: RequestContext) async throws -> ReadResult {
        switch uri {
        case "test://static-text":
            return text(uri, "text/plain", "This is the content of the static text resource.")
        case "test://watched-resource":
            return text(uri, "text/plain", "Watched resource content")
        case "test://static-binary":
            return ReadResult([ResourceContents(uri: uri, mimeType: "image/png", .blob(Fixture.pixel))])
        default:
            guard let id = Self.templateID(uri) else { throw MCPError.resourceNotFound(uri) }
            let json = #"{"id":"\#(id)","templateTest":true,"data":"Data for ID: \#(id)"}"#
            return text(uri, "application/json", json)
        }
    }

    func mayWatch(_ uri: String, _ caller: Caller) async throws -> Bool { uri == "test://watched-resource" }

    private func text(_ uri: String, _ type: String, _ text: String) -> ReadResult {
        ReadResult(
            [ResourceContents(uri: uri, mimeType: type, .text(text))],
            cache: CacheHint(milliseconds: 1000, scope: .everybody))
    }

    private static func templateID(_ uri: String) -> Substring? {
        let parts = uri.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 5, parts.prefix(3) == ["test:", "", "template"], parts[4] == "data" else { return nil }
        let isPlain = parts[3].utf8.allSatisfy { $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") && $0 >= 0x20 }
        return parts[3].isEmpty || !isPlain ? nil : parts[3]
    }
}
