public import JSON

/// A resource in a list, or one that a result links to (`Resource`, `ResourceLink`).
public struct Resource: Hashable, Sendable {
    /// The URI.
    public var uri: String
    /// The name.
    public var name: String
    /// The name for people.
    public var title: String?
    /// What it holds.
    public var about: String?
    /// The media type.
    public var mimeType: String?
    /// The size in bytes, before any encoding.
    public var size: Int?
    /// Hints.
    public var annotations: Annotations?
    /// Pictures.
    public var icons: [Icon]
    /// Members of `_meta`.
    public var meta: JSONObject

    /// A resource.
    public init(
        uri: String, name: String, title: String? = nil, about: String? = nil, mimeType: String? = nil,
        size: Int? = nil, annotations: Annotations? = nil, icons: [Icon] = [], meta: JSONObject = [:]
    ) {
        self.uri = uri
        self.name = name
        self.title = title
        self.about = about
        self.mimeType = mimeType
        self.size = size
        self.annotations = annotations
        self.icons = icons
        self.meta = meta
    }

    func json(in revision: Revision) -> JSONObject {
        var object: JSONObject = ["uri": .string(uri), "name": .string(name)]
        if revision >= .v2025June { object.set("title", title) }
        object.set("description", about)
        object.set("mimeType", mimeType)
        object.set("size", size)
        object.set("annotations", annotations?.json(in: revision))
        object.setIcons(icons, in: revision)
        if revision >= .v2025June { object.set("_meta", meta) }
        return object
    }
}
