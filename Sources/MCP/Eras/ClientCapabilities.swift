public import JSON

/// What a client says that it can do (`ClientCapabilities`); unknown members are kept and ignored.
public struct ClientCapabilities: Hashable, Sendable {
    /// The object as it came.
    public let json: JSONObject

    /// Capabilities as they came.
    public init(_ json: JSONObject = [:]) { self.json = json }

    /// Whether a form can be shown; `elicitation: {}` means forms alone.
    public var elicitsForms: Bool {
        guard let elicitation = json["elicitation"]?.objectValue else { return false }
        return elicitation.contains("form") || !elicitation.contains("url")
    }

    /// Whether the user can be sent to a URL.
    public var elicitsURLs: Bool { json["elicitation"]?["url"] != nil }

    /// Whether the client's model can be asked.
    public var samples: Bool { json["sampling"] != nil }

    /// Whether the client's folders can be listed.
    public var listsRoots: Bool { json["roots"] != nil }

    /// The settings of an extension; nil when it is not declared.
    public func settings(of identifier: String) -> JSONValue? { json["extensions"]?[identifier] }

    /// Whether the client understands the Tasks extension.
    public var supportsTasks: Bool { settings(of: MetaKey.tasksExtension) != nil }

    /// What is missing for a request for input, in the form of `requiredCapabilities`; nil when nothing is.
    func missing(for request: InputRequest) -> JSONObject? {
        switch request.kind {
        case .form: elicitsForms ? nil : ["elicitation": [:]]
        case .url: elicitsURLs ? nil : ["elicitation": ["url": [:]]]
        case .sampling: samples ? nil : ["sampling": [:]]
        case .roots: listsRoots ? nil : ["roots": [:]]
        }
    }
}
