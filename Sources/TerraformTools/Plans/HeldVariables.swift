internal import JSON

/// The values of input variables, remembered until the configuration tells which of them are sensitive.
struct HeldVariables: Sendable {
    private static let maximumValue = 64 << 10
    private static let maximum = 1 << 20

    private var values: [String: JSONValue] = [:]
    private var bytes = 0

    /// Remembers a value that is short enough to be looked for elsewhere.
    mutating func add(_ name: String, _ value: JSONValue?, bytes count: Int) {
        guard let value, count <= Self.maximumValue, bytes + count <= Self.maximum else { return }
        bytes += count
        values[name] = value
    }

    subscript(_ name: String) -> JSONValue? { values[name] }
}
