public import JSON

/// A block of a tool's answer or of a prompt (`ContentBlock`).
public struct Content: Hashable, Sendable {
    /// The forms of a block.
    public enum Body: Hashable, Sendable {
        /// Text.
        case text(String)
        /// A picture.
        case image([UInt8], mimeType: String)
        /// Sound; replaced by a note in 2024-11-05, which has none.
        case audio([UInt8], mimeType: String)
        /// A resource to read; replaced by its URI as text before 2025-06-18.
        case link(Resource)
        /// A resource with its content.
        case resource(ResourceContents)
    }

    /// The block.
    public var body: Body
    /// Hints.
    public var annotations: Annotations?
    /// Members of `_meta`.
    public var meta: JSONObject

    /// A block.
    public init(_ body: Body, annotations: Annotations? = nil, meta: JSONObject = [:]) {
        self.body = body
        self.annotations = annotations
        self.meta = meta
    }

    /// A block of text.
    public static func text(_ text: String) -> Content { Content(.text(text)) }

    /// A link to a resource.
    public static func link(_ resource: Resource) -> Content { Content(.link(resource)) }

    /// A resource with its content.
    public static func resource(_ contents: ResourceContents) -> Content { Content(.resource(contents)) }

    func json(in revision: Revision) -> JSONValue {
        var object: JSONObject
        switch body {
        case .text(let text): object = Self.text(text)
        case .image(let bytes, let type): object = Self.binary("image", bytes, type)
        case .audio(let bytes, let type):
            object =
                revision >= .v2025March
                ? Self.binary("audio", bytes, type) : Self.text("[audio, \(type), \(bytes.count) bytes]")
        case .link(let resource):
            if revision >= .v2025June {
                object = resource.json(in: revision)
                object["type"] = "resource_link"
            } else {
                object = Self.text("\(resource.title ?? resource.name): \(resource.uri)")
            }
        case .resource(let contents):
            object = ["type": "resource", "resource": contents.json(in: revision)]
        }
        if let annotations { object.set("annotations", annotations.json(in: revision)) }
        if revision >= .v2025June { object.set("_meta", meta) }
        return .object(object)
    }

    private static func text(_ text: String) -> JSONObject { ["type": "text", "text": .string(text)] }

    private static func binary(_ type: String, _ bytes: [UInt8], _ mimeType: String) -> JSONObject {
        ["type": .string(type), "data": .string(Base64.encode(bytes)), "mimeType": .string(mimeType)]
    }
}
