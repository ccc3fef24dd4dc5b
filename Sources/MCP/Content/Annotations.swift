import JSON

/// Hints on who a piece of content is for and how much it matters (`Annotations`).
public struct Annotations: Hashable, Sendable {
    /// Who content is for, and who speaks in a prompt (`Role`).
    public enum Role: String, Hashable, Sendable {
        /// The person.
        case user
        /// The model.
        case assistant
    }

    /// Who it is for.
    public var audience: [Role]
    /// From 0, optional, to 1, needed.
    public var priority: Double?
    /// When it last changed, ISO 8601.
    public var lastModified: String?

    /// Hints.
    public init(audience: [Role] = [], priority: Double? = nil, lastModified: String? = nil) {
        self.audience = audience
        self.priority = priority
        self.lastModified = lastModified
    }

    func json(in revision: Revision) -> JSONObject {
        var object = JSONObject()
        if !audience.isEmpty { object["audience"] = .array(audience.map { .string($0.rawValue) }) }
        if let priority, priority >= 0, priority <= 1 { object["priority"] = JSONValue(priority) }
        if revision >= .v2025June { object.set("lastModified", lastModified) }
        return object
    }
}
