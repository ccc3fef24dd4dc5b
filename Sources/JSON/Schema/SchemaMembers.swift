import RE2

/// `properties`, `patternProperties` and `additionalProperties`, which are applied together.
struct SchemaMembers: Sendable {
    var named: [String: Int] = [:]
    /// The names of `properties` in their order, for messages.
    var names: [String] = []
    var patterns: [(RegularExpression, Int)] = []
    var additional: Int?
}
