public import JSON

/// What a resource holds (`TextResourceContents`, `BlobResourceContents`).
public struct ResourceContents: Hashable, Sendable {
    /// The two forms.
    public enum Body: Hashable, Sendable {
        /// Text.
        case text(String)
        /// Bytes, sent as base64.
        case blob([UInt8])
    }

    /// The URI of what was read, which may be a part of what was asked for.
    public var uri: String
    /// The media type.
    public var mimeType: String?
    /// The content.
    public var body: Body
    /// Members of `_meta`.
    public var meta: JSONObject

    /// Content.
    public init(uri: String, mimeType: String? = nil, _ body: Body, meta: JSONObject = [:]) {
        self.uri = uri
        self.mimeType = mimeType
        self.body = body
        self.meta = meta
    }

    func json(in revision: Revision) -> JSONValue {
        var object: JSONObject = ["uri": .string(uri)]
        object.set("mimeType", mimeType)
        switch body {
        case .text(let text): object["text"] = .string(text)
        case .blob(let bytes): object["blob"] = .string(Base64.encode(bytes))
        }
        if revision >= .v2025June { object.set("_meta", meta) }
        return .object(object)
    }
}
