import JSON

/// Puts results into the form of a revision: what newer ones demand is added, what older ones do not know is left out.
struct Projector: Sendable {
    private let info: JSONValue

    init(info: Implementation) { self.info = .object(info.json(in: .newest)) }

    /// A finished result.
    func complete(_ result: JSONObject, in revision: Revision, cache: CacheHint? = nil) -> JSONObject {
        guard !revision.isLegacy else { return result }
        var object = typed("complete", result)
        cache?.add(to: &object)
        return object
    }

    /// A demand for input.
    func inputRequired(_ requests: [String: InputRequest], state: String?) -> JSONObject {
        var keyed = JSONObject()
        for (key, request) in requests.sorted(by: { $0.key < $1.key }) { keyed[key] = request.json }
        var object = JSONObject()
        object.set("inputRequests", keyed)
        object.set("requestState", state)
        return typed("input_required", object)
    }

    /// A call that became a task.
    func task(_ task: TaskSnapshot) -> JSONObject { typed("task", task.summary()) }

    /// A tool's answer within a task: what the call itself would have answered.
    func inlined(_ result: CallResult) -> JSONObject { complete(result.json(in: .newest), in: .newest) }

    private func typed(_ type: String, _ result: JSONObject) -> JSONObject {
        var object: JSONObject = ["resultType": .string(type)]
        for (key, value) in result { object[key] = value }
        var meta = object["_meta"]?.objectValue ?? [:]
        meta[MetaKey.serverInfo] = info
        object["_meta"] = .object(meta)
        return object
    }
}
