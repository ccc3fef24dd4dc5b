import JSON

/// A picture for a list of programs, tools, prompts or resources (`Icon`; from 2025-11-25).
public struct Icon: Hashable, Sendable {
    /// For which background a picture is made.
    public enum Theme: String, Hashable, Sendable {
        /// A light one.
        case light
        /// A dark one.
        case dark
    }

    /// An `https:` URI of the server's own origin or a `data:` URI.
    public var source: String
    /// The media type; PNG and JPEG are what every client renders.
    public var mimeType: String?
    /// Sizes such as `48x48`, or `any`.
    public var sizes: [String]
    /// The background.
    public var theme: Theme?

    /// A picture.
    public init(source: String, mimeType: String? = nil, sizes: [String] = [], theme: Theme? = nil) {
        self.source = source
        self.mimeType = mimeType
        self.sizes = sizes
        self.theme = theme
    }

    var json: JSONValue {
        var object: JSONObject = ["src": .string(source)]
        object.set("mimeType", mimeType)
        if !sizes.isEmpty { object["sizes"] = .array(sizes.map { .string($0) }) }
        object.set("theme", theme?.rawValue)
        return .object(object)
    }
}

extension JSONObject {
    /// Sets pictures in the revisions that know them.
    mutating func setIcons(_ icons: [Icon], in revision: Revision) {
        guard revision >= .v2025November, !icons.isEmpty else { return }
        self["icons"] = .array(icons.map(\.json))
    }
}
