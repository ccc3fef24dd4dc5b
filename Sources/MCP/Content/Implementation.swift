public import JSON

/// Who a program is (`Implementation`).
public struct Implementation: Hashable, Sendable {
    /// The name for programs.
    public var name: String
    /// The version.
    public var version: String
    /// The name for people.
    public var title: String?
    /// What it does.
    public var about: String?
    /// Where to read more.
    public var websiteURL: String?
    /// Pictures for lists.
    public var icons: [Icon]

    /// A program.
    public init(
        name: String, version: String, title: String? = nil, about: String? = nil, websiteURL: String? = nil,
        icons: [Icon] = []
    ) {
        self.name = name
        self.version = version
        self.title = title
        self.about = about
        self.websiteURL = websiteURL
        self.icons = icons
    }

    /// Reads what a client says of itself; nil without a name and a version.
    public init?(_ value: JSONValue?) {
        guard let name = value?["name"]?.stringValue, let version = value?["version"]?.stringValue else { return nil }
        self.init(
            name: name, version: version, title: value?["title"]?.stringValue,
            about: value?["description"]?.stringValue, websiteURL: value?["websiteUrl"]?.stringValue)
    }

    func json(in revision: Revision) -> JSONObject {
        var object: JSONObject = ["name": .string(name), "version": .string(version)]
        if revision >= .v2025June { object.set("title", title) }
        guard revision >= .v2025November else { return object }
        object.set("description", about)
        object.set("websiteUrl", websiteURL)
        object.setIcons(icons, in: revision)
        return object
    }
}
