/// A place in the tree that an encoder fills: containers are handed out before their content is known.
final class JSONEncodingNode {
    /// A value that is there, or a container that may still grow.
    private enum Slot {
        case value(JSONValue)
        case node(JSONEncodingNode)

        var value: JSONValue {
            switch self {
            case .value(let value): value
            case .node(let node): node.value
            }
        }
    }

    private enum Content {
        case empty
        case value(JSONValue)
        case list
        case members
    }

    /// Members up to which a search is quicker than an index.
    private static let unindexed = 16

    private var content = Content.empty
    private var slots: [Slot] = []
    private var names: [String] = []
    /// Empty up to `unindexed` members.
    private var index: [JSONKey: Int] = [:]

    init() {}

    /// What was encoded; an empty object where nothing was.
    var value: JSONValue {
        switch content {
        case .empty: .object([:])
        case .value(let value): value
        case .list: .array(slots.map(\.value))
        case .members: .object(JSONObject(zip(names, slots.lazy.map(\.value)), uniquingKeysWith: { $1 }))
        }
    }

    var count: Int { slots.count }

    func store(_ value: JSONValue) { content = .value(value) }

    func becomeList() {
        guard case .empty = content else { return }
        content = .list
    }

    func becomeMembers() {
        guard case .empty = content else { return }
        content = .members
    }

    /// A new last element.
    func append() -> JSONEncodingNode {
        let node = JSONEncodingNode()
        if case .list = content { slots.append(.node(node)) }
        return node
    }

    /// Encodes a new last element.
    func append<T: Encodable>(_ value: T, at path: JSONCodingPath) throws {
        guard case .list = content else { return }
        if let scalar = try JSONScalar.value(of: value, at: path, slots.count) {
            slots.append(.value(scalar))
        } else {
            let path = JSONCodingPath.member(of: path, key: JSONCodingKey(intValue: slots.count))
            try value.encode(to: JSONValueEncoder(node: append(), path: path))
        }
    }

    /// The node of a member, a new one unless there is one.
    func member(_ key: String) -> JSONEncodingNode {
        if let place = place(of: key), case .node(let node) = slots[place] { return node }
        let node = JSONEncodingNode()
        set(.node(node), for: key)
        return node
    }

    /// Encodes a member.
    func encode<T: Encodable>(_ value: T, for key: some CodingKey, at path: JSONCodingPath) throws {
        if let scalar = try JSONScalar.value(of: value, at: path, key) {
            set(.value(scalar), for: key.stringValue)
        } else {
            let path = JSONCodingPath.member(of: path, key: key)
            try value.encode(to: JSONValueEncoder(node: member(key.stringValue), path: path))
        }
    }

    /// Sets a member to what is known already.
    func setMember(_ key: String, to value: JSONValue) { set(.value(value), for: key) }

    /// Encodes anything here.
    func encode<T: Encodable>(_ value: T, at path: JSONCodingPath) throws {
        if let scalar = try JSONScalar.value(of: value, at: path, nil) {
            store(scalar)
        } else {
            try value.encode(to: JSONValueEncoder(node: self, path: path))
        }
    }

    private func place(of key: String) -> Int? {
        guard names.count > Self.unindexed else { return names.firstIndex { JSONKey($0) == JSONKey(key) } }
        return index[JSONKey(key)]
    }

    private func set(_ slot: Slot, for key: String) {
        guard case .members = content else { return }
        if let place = place(of: key) {
            slots[place] = slot
            return
        }
        names.append(key)
        slots.append(slot)
        if names.count == Self.unindexed + 1 {
            for (place, name) in names.enumerated() { index[JSONKey(name)] = place }
        } else if names.count > Self.unindexed {
            index[JSONKey(key)] = names.count - 1
        }
    }
}
