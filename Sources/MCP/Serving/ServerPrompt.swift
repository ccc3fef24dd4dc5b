public import JSON

/// A prompt that a server offers (`Prompt`).
public struct ServerPrompt: Sendable {
    /// What fills the prompt in: with all required arguments there.
    public typealias Handler =
        @Sendable (_ arguments: [String: String], _ context: RequestContext) async throws -> PromptResult

    /// An argument of a prompt (`PromptArgument`).
    public struct Argument: Hashable, Sendable {
        /// The name.
        public var name: String
        /// The name for people.
        public var title: String?
        /// What it is.
        public var about: String?
        /// Whether it has to be given.
        public var isRequired: Bool

        /// An argument.
        public init(_ name: String, title: String? = nil, about: String? = nil, isRequired: Bool = false) {
            self.name = name
            self.title = title
            self.about = about
            self.isRequired = isRequired
        }
    }

    /// The name.
    public var name: String
    /// The name for people.
    public var title: String?
    /// What it is for.
    public var about: String?
    /// The arguments.
    public var arguments: [Argument]
    /// Pictures.
    public var icons: [Icon]
    /// Members of `_meta`.
    public var meta: JSONObject
    /// What fills it in.
    public var handler: Handler

    /// A prompt.
    public init(
        name: String, title: String? = nil, about: String? = nil, arguments: [Argument] = [], icons: [Icon] = [],
        meta: JSONObject = [:], handler: @escaping Handler
    ) {
        self.name = name
        self.title = title
        self.about = about
        self.arguments = arguments
        self.icons = icons
        self.meta = meta
        self.handler = handler
    }

    func json(in revision: Revision) -> JSONObject {
        var object: JSONObject = ["name": .string(name)]
        if revision >= .v2025June { object.set("title", title) }
        object.set("description", about)
        if !arguments.isEmpty {
            object["arguments"] = .array(
                arguments.map { argument in
                    var json: JSONObject = ["name": .string(argument.name)]
                    if revision >= .v2025June { json.set("title", argument.title) }
                    json.set("description", argument.about)
                    if argument.isRequired { json["required"] = true }
                    return .object(json)
                })
        }
        object.setIcons(icons, in: revision)
        if revision >= .v2025June { object.set("_meta", meta) }
        return object
    }

    /// The arguments as strings, once they are known to be such and complete.
    func checked(_ value: JSONValue?) throws(MCPError) -> [String: String] {
        var given: [String: String] = [:]
        switch value {
        case nil: break
        case .object(let object):
            for (key, value) in object {
                guard case .string(let text) = value else {
                    throw .invalidParams("The argument \"\(key.prefix(64))\" must be a string")
                }
                given[key] = text
            }
        default: throw .invalidParams("\"arguments\" must be an object of strings")
        }
        for argument in arguments where argument.isRequired && given[argument.name] == nil {
            throw .invalidParams("The prompt \"\(name)\" needs the argument \"\(argument.name)\"")
        }
        return given
    }
}
