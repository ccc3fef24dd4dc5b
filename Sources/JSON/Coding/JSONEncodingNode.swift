/// A place in the tree that an encoder fills: containers are handed out before their content is known.
final class JSONEncodingNode {
    private enum Content {
        case empty
        case value(JSONValue)
        case list([JSONEncodingNode])
        case members([(String, JSONEncodingNode)], index: [JSONKey: Int])
    }

    private var content = Content.empty

    init() {}

    /// What was encoded; an empty object where nothing was.
    var value: JSONValue {
        switch content {
        case .empty: .object([:])
        case .value(let value): value
        case .list(let nodes): .array(nodes.map(\.value))
        case .members(let members, _):
            .object(JSONObject(members.map { ($0, $1.value) }, uniquingKeysWith: { $1 }))
        }
    }

    var count: Int {
        guard case .list(let nodes) = content else { return 0 }
        return nodes.count
    }

    func store(_ value: JSONValue) { content = .value(value) }

    func becomeList() {
        guard case .empty = content else { return }
        content = .list([])
    }

    func becomeMembers() {
        guard case .empty = content else { return }
        content = .members([], index: [:])
    }

    /// A new last element.
    func append() -> JSONEncodingNode {
        let node = JSONEncodingNode()
        guard case .list(var nodes) = content else { return node }
        content = .empty
        nodes.append(node)
        content = .list(nodes)
        return node
    }

    /// The node of a member, a new one unless there is one.
    func member(_ key: String) -> JSONEncodingNode {
        guard case .members(var members, var index) = content else { return JSONEncodingNode() }
        if let place = index[JSONKey(key)] { return members[place].1 }
        let node = JSONEncodingNode()
        content = .empty
        index[JSONKey(key)] = members.count
        members.append((key, node))
        content = .members(members, index: index)
        return node
    }

    /// Encodes anything here.
    func encode<T: Encodable>(_ value: T, at path: [any CodingKey]) throws {
        switch value {
        case let value as JSONValue: store(value)
        case let value as JSONObject: store(.object(value))
        case let value as JSONNumber: store(.number(value))
        case let value as String: store(.string(value))
        case let value as Double: store(.number(try number(value, value.description, at: path)))
        case let value as Float: store(.number(try number(Double(value), value.description, at: path)))
        default: try value.encode(to: JSONValueEncoder(node: self, codingPath: path))
        }
    }

    /// A finite number by its shortest text, so that a `Float` of 0.1 stays 0.1.
    private func number(_ value: Double, _ text: String, at path: [any CodingKey]) throws -> JSONNumber {
        guard value.isFinite, let number = JSONNumber(Double(text) ?? value) else {
            throw EncodingError.invalidValue(
                value, .init(codingPath: path, debugDescription: "JSON has no number for \(value)"))
        }
        return number
    }
}
