public import JSON

/// The entries of a map in the order in which they were added, or a JSON object whose members are converted when they
/// are read.
public struct CELMap: Sendable {
    /// Entries with an index once there are too many to search one by one.
    final class Entries: Sendable {
        let keys: [CELMapKey]
        let values: [CELValue]
        let places: [CELMapKey: Int]
        let depth: Int32

        init(keys: [CELMapKey], values: [CELValue], places: [CELMapKey: Int], depth: Int32) {
            self.keys = keys
            self.values = values
            self.places = places
            self.depth = depth
        }

        func place(of key: CELMapKey) -> Int? {
            places.isEmpty ? keys.firstIndex(of: key) : places[key]
        }
    }

    /// A JSON object behind one word, which keeps `CELValue` small.
    final class Members: Sendable {
        let object: JSONObject

        init(_ object: JSONObject) { self.object = object }
    }

    enum Storage: Sendable {
        case entries(Entries)
        case json(Members)
    }

    let storage: Storage

    /// A map of these entries; the last of several of one key stays.
    public init(_ entries: [(key: CELMapKey, value: CELValue)]) {
        var builder = CELMapBuilder()
        for (key, value) in entries { builder.set(key, to: value) }
        self = builder.map
    }

    /// A map of the members of a JSON object, which are not converted yet.
    public init(_ object: JSONObject) { storage = .json(Members(object)) }

    init(_ entries: Entries) { storage = .entries(entries) }

    /// The number of entries.
    public var count: Int {
        switch storage {
        case .entries(let entries): entries.keys.count
        case .json(let members): members.object.count
        }
    }

    /// Whether there are none.
    public var isEmpty: Bool { count == 0 }

    /// The keys in order.
    public var keys: [CELMapKey] {
        switch storage {
        case .entries(let entries): entries.keys
        case .json(let members): members.object.keys.map(CELMapKey.string)
        }
    }

    /// The value of a key.
    public subscript(key: CELMapKey) -> CELValue? {
        switch storage {
        case .entries(let entries):
            return entries.place(of: key).map { entries.values[$0] }
        case .json(let members):
            guard case .string(let name) = key else { return nil }
            return members.object[name].map(CELValue.init)
        }
    }

    /// The value of a text as key.
    public subscript(name: String) -> CELValue? { self[CELMapKey.string(name)] }

    /// Whether there is an entry of this key.
    public func contains(_ key: CELMapKey) -> Bool {
        switch storage {
        case .entries(let entries):
            return entries.place(of: key) != nil
        case .json(let members):
            guard case .string(let name) = key else { return false }
            return members.object.contains(name)
        }
    }

    var depth: Int32 {
        switch storage {
        case .entries(let entries): entries.depth
        case .json: 1
        }
    }
}

extension CELMap: Sequence {
    /// Walks over the entries in order.
    public struct Iterator: IteratorProtocol {
        private let map: CELMap
        private var members: JSONObject.Iterator?
        private var index = 0

        init(_ map: CELMap) {
            self.map = map
            if case .json(let members) = map.storage { self.members = members.object.makeIterator() }
        }

        /// The next entry.
        public mutating func next() -> (key: CELMapKey, value: CELValue)? {
            guard case .entries(let entries) = map.storage else {
                return members?.next().map { (.string($0.key), CELValue($0.value)) }
            }
            guard index < entries.keys.count else { return nil }
            defer { index += 1 }
            return (entries.keys[index], entries.values[index])
        }
    }

    /// A walk over the entries in order.
    public func makeIterator() -> Iterator { Iterator(self) }

    /// The number of entries.
    public var underestimatedCount: Int { count }
}

/// Gathers the entries of a map.
struct CELMapBuilder {
    private static let searchedOneByOne = 8

    private var keys: [CELMapKey] = []
    private var values: [CELValue] = []
    private var places: [CELMapKey: Int] = [:]
    private var depth: Int32 = 0

    init(capacity: Int = 0) {
        keys.reserveCapacity(capacity)
        values.reserveCapacity(capacity)
    }

    private func place(of key: CELMapKey) -> Int? {
        places.isEmpty ? keys.firstIndex(of: key) : places[key]
    }

    /// Adds an entry; false when the key is there already.
    mutating func add(_ key: CELMapKey, _ value: CELValue) -> Bool {
        guard place(of: key) == nil else { return false }
        append(key, value)
        return true
    }

    mutating func set(_ key: CELMapKey, to value: CELValue) {
        guard let place = place(of: key) else { return append(key, value) }
        depth = max(depth, value.depth)
        values[place] = value
    }

    private mutating func append(_ key: CELMapKey, _ value: CELValue) {
        depth = max(depth, value.depth)
        keys.append(key)
        values.append(value)
        if !places.isEmpty {
            places[key] = keys.count - 1
        } else if keys.count > Self.searchedOneByOne {
            for (index, key) in keys.enumerated() { places[key] = index }
        }
    }

    var map: CELMap {
        CELMap(CELMap.Entries(keys: keys, values: values, places: places, depth: depth + 1))
    }
}
