import JSON

extension MCPServer {
    func listTools(_ params: JSONObject, _ caller: Caller, _ revision: Revision) throws(MCPError) -> JSONObject {
        let visible = toolNames.filter { features.toolFilter?($0, caller) ?? true }
        let page = try Cursor.page(visible, params, size: options.pageSize)
        let list = page.elements.compactMap { tools[$0] }.map { JSONValue.object($0.tool.json(in: revision)) }
        var cache = options.listCache
        if features.toolFilter != nil { cache.scope = .caller }
        return listing("tools", list, page.next, revision, cache)
    }

    func listPrompts(_ params: JSONObject, _ revision: Revision) throws(MCPError) -> JSONObject {
        let page = try Cursor.page(promptNames, params, size: options.pageSize)
        let list = page.elements.compactMap { prompts[$0] }.map { JSONValue.object($0.json(in: revision)) }
        return listing("prompts", list, page.next, revision, options.listCache)
    }

    func listing(
        _ member: String, _ list: [JSONValue], _ next: String?, _ revision: Revision, _ cache: CacheHint
    ) -> JSONObject {
        var object: JSONObject = [member: .array(list)]
        object.set("nextCursor", next)
        return projector.complete(object, in: revision, cache: cache)
    }
}
