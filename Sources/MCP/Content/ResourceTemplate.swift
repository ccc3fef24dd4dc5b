public import JSON

/// A family of resources by a URI template (`ResourceTemplate`, RFC 6570).
public struct ResourceTemplate: Hashable, Sendable {
    /// The template, such as `casebook://sessions/{id}`.
    public var uriTemplate: String
    /// The name.
    public var name: String
    /// The name for people.
    public var title: String?
    /// What the resources hold.
    public var about: String?
    /// The media type that all have.
    public var mimeType: String?
    /// Hints.
    public var annotations: Annotations?
    /// Pictures.
    public var icons: [Icon]
    /// Members of `_meta`.
    public var meta: JSONObject

    /// A template.
    public init(
        uriTemplate: String, name: String, title: String? = nil, about: String? = nil, mimeType: String? = nil,
        annotations: Annotations? = nil, icons: [Icon] = [], meta: JSONObject = [:]
    ) {
        self.uriTemplate = uriTemplate
        self.name = name
        self.title = title
        self.about = about
        self.mimeType = mimeType
        self.annotations = annotations
        self.icons = icons
        self.meta = meta
    }

    func json(in revision: Revision) -> JSONValue {
        var object: JSONObject = ["uriTemplate": .string(uriTemplate), "name": .string(name)]
        if revision >= .v2025June { object.set("title", title) }
        object.set("description", about)
        object.set("mimeType", mimeType)
        object.set("annotations", annotations?.json(in: revision))
        object.setIcons(icons, in: revision)
        if revision >= .v2025June { object.set("_meta", meta) }
        return .object(object)
    }
}
