import JSON

/// Hints on what a tool does (`ToolAnnotations`); clients must not rely on them, and some refuse a tool without them.
public struct ToolAnnotations: Hashable, Sendable {
    /// The name for people.
    public var title: String?
    /// Whether nothing is changed by it.
    public var readOnly: Bool?
    /// Whether a change can destroy something.
    public var destructive: Bool?
    /// Whether a second call changes nothing more.
    public var idempotent: Bool?
    /// Whether it deals with a world beyond the server.
    public var openWorld: Bool?

    /// Hints; what is left out has the protocol's standard value, which is the careful one.
    public init(
        title: String? = nil, readOnly: Bool? = nil, destructive: Bool? = nil, idempotent: Bool? = nil,
        openWorld: Bool? = nil
    ) {
        self.title = title
        self.readOnly = readOnly
        self.destructive = destructive
        self.idempotent = idempotent
        self.openWorld = openWorld
    }

    /// A tool that changes nothing.
    public static let readOnly = ToolAnnotations(readOnly: true)

    var json: JSONObject {
        var object = JSONObject()
        object.set("title", title)
        object.set("readOnlyHint", readOnly)
        object.set("destructiveHint", destructive)
        object.set("idempotentHint", idempotent)
        object.set("openWorldHint", openWorld)
        return object
    }
}
