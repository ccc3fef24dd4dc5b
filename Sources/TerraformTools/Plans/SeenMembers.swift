internal import JSON

/// The members that an object has had, so that two of one name that contradict each other are found.
///
/// Of each its prints are kept alone, and of very many the first, so that a plan of any form takes little memory.
struct SeenMembers: Sendable {
    private static let maximum = 20_000

    /// A print of the value by that of the name; nil for a value that was not held.
    private var values: [Int: Int?] = [:]

    /// Whether there is one of this name already.
    func has(_ name: String) -> Bool { values[name.hashValue] != nil }

    /// Takes a member whose value is not held.
    /// - Returns: False where there is one of this name already.
    mutating func insert(_ name: String) -> Bool { insert(name.hashValue, nil) }

    /// Takes a member.
    /// - Returns: False where there is one of this name with another value.
    mutating func insert(_ name: String, _ value: JSONValue) -> Bool { insert(name.hashValue, value.hashValue) }

    private mutating func insert(_ name: Int, _ value: Int?) -> Bool {
        if let former = values[name] { return former != nil && former == value }
        if values.count < Self.maximum { values[name] = .some(value) }
        return true
    }
}
