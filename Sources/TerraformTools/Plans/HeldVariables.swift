internal import JSON

/// Values that variables have, and which variables are sensitive: a plan may tell of either first.
struct HeldVariables: Sendable {
    private static let maximumValue = 64 << 10
    private static let maximum = 1 << 20

    private var values: [String: [JSONValue]] = [:]
    private var bytes = 0
    private var sensitive: Set<String> = []

    /// Remembers a value that is short enough to be looked for elsewhere.
    /// - Returns: The value, if the variable is known to be sensitive already.
    mutating func add(_ value: JSONValue, of name: String, bytes count: Int) -> JSONValue? {
        guard !sensitive.contains(name) else { return value }
        guard count <= Self.maximumValue, bytes + count <= Self.maximum else { return nil }
        bytes += count
        values[name, default: []].append(value)
        return nil
    }

    /// Marks a variable as sensitive, from now on too.
    /// - Returns: The values that it was told to have.
    mutating func mark(_ name: String) -> [JSONValue] {
        sensitive.insert(name)
        return values.removeValue(forKey: name) ?? []
    }
}
