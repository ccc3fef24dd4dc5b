import OrderedCollections

/// The members of a JSON object in the order in which they were added.
///
/// Equality and hash do not see the order. Names are compared by their code points, not by canonical equivalence.
public struct JSONObject: Sendable {
    private var members: OrderedDictionary<JSONKey, JSONValue>

    /// No members.
    public init() { members = [:] }

    /// Members; nothing may be named twice, or this returns nil.
    public init?(uniqueKeysWithValues pairs: some Sequence<(String, JSONValue)>) {
        members = [:]
        for (key, value) in pairs {
            guard members.updateValue(value, forKey: JSONKey(key)) == nil else { return nil }
        }
    }

    /// Members; `combine` decides between two values of one name.
    public init(
        _ pairs: some Sequence<(String, JSONValue)>, uniquingKeysWith combine: (JSONValue, JSONValue) -> JSONValue
    ) {
        members = [:]
        members.reserveCapacity(pairs.underestimatedCount)
        for (key, value) in pairs {
            let key = JSONKey(key)
            if let former = members.updateValue(value, forKey: key) { members[key] = combine(former, value) }
        }
    }

    /// Room for this many members.
    public mutating func reserveCapacity(_ count: Int) { members.reserveCapacity(count) }

    /// The number of members.
    public var count: Int { members.count }

    /// Whether there are none.
    public var isEmpty: Bool { members.isEmpty }

    /// The names in order.
    public var keys: [String] { members.keys.map(\.text) }

    /// The values in order.
    public var values: [JSONValue] { Array(members.values) }

    /// The value of this name; setting nil removes the member, setting a new name appends it.
    public subscript(key: String) -> JSONValue? {
        get { members[JSONKey(key)] }
        set { members[JSONKey(key)] = newValue }
    }

    /// The value of this name, or another.
    public subscript(key: String, default fallback: @autoclosure () -> JSONValue) -> JSONValue {
        get { members[JSONKey(key)] ?? fallback() }
        set { members[JSONKey(key)] = newValue }
    }

    /// Whether there is a member of this name.
    public func contains(_ key: String) -> Bool { members[JSONKey(key)] != nil }

    /// The member at this place.
    public func member(at index: Int) -> (key: String, value: JSONValue)? {
        guard members.elements.indices.contains(index) else { return nil }
        let member = members.elements[index]
        return (member.key.text, member.value)
    }

    /// Sets a value and returns the former one.
    @discardableResult
    public mutating func updateValue(_ value: JSONValue, forKey key: String) -> JSONValue? {
        members.updateValue(value, forKey: JSONKey(key))
    }

    /// Removes a member and returns its value.
    @discardableResult
    public mutating func removeValue(forKey key: String) -> JSONValue? {
        members.removeValue(forKey: JSONKey(key))
    }

    /// Appends a name whose value is to be set by `fill(_:)`; false when there is one already.
    mutating func reserve(_ key: String) -> Bool {
        members.updateValue(.null, forKey: JSONKey(key)) == nil
    }

    /// Sets the value of the member that was appended last.
    mutating func fill(_ value: JSONValue) {
        members.values[members.count - 1] = value
    }

    /// The members with other values.
    public func mapValues<E: Error>(_ transform: (JSONValue) throws(E) -> JSONValue) throws(E) -> JSONObject {
        var result = JSONObject()
        result.reserveCapacity(count)
        for (key, value) in members { result.members[key] = try transform(value) }
        return result
    }

    /// The members that meet a condition.
    public func filter(_ isIncluded: (String, JSONValue) throws -> Bool) rethrows -> JSONObject {
        var result = JSONObject()
        for (key, value) in members where try isIncluded(key.text, value) { result.members[key] = value }
        return result
    }

    /// The members in the order of the canonical form: by the UTF-16 code units of their names (RFC 8785, 3.2.3).
    public func sortedCanonically() -> [(key: String, value: JSONValue)] {
        sorted { JSONKey.canonicallyPrecedes($0.key, $1.key) }
    }
}

extension JSONObject: Hashable {
    /// Whether both have the same members, in whatever order.
    public static func == (left: JSONObject, right: JSONObject) -> Bool {
        guard left.count == right.count else { return false }
        return left.members.allSatisfy { right.members[$0.key] == $0.value }
    }

    /// Feeds a hash that does not depend on the order.
    public func hash(into hasher: inout Hasher) {
        var sum = 0
        for (key, value) in members {
            var member = Hasher()
            member.combine(key)
            member.combine(value)
            sum &+= member.finalize()
        }
        hasher.combine(count)
        hasher.combine(sum)
    }
}

extension JSONObject: Sequence {
    /// Walks over the members in order.
    public struct Iterator: IteratorProtocol {
        private var base: OrderedDictionary<JSONKey, JSONValue>.Iterator

        fileprivate init(_ base: OrderedDictionary<JSONKey, JSONValue>.Iterator) { self.base = base }

        /// The next member.
        public mutating func next() -> (key: String, value: JSONValue)? {
            base.next().map { ($0.key.text, $0.value) }
        }
    }

    /// A walk over the members in order.
    public func makeIterator() -> Iterator { Iterator(members.makeIterator()) }

    /// The number of members.
    public var underestimatedCount: Int { count }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
    /// Members; the last of several of one name stays.
    public init(dictionaryLiteral elements: (String, JSONValue)...) {
        self.init(elements, uniquingKeysWith: { $1 })
    }
}
