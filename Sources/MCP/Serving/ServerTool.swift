public import JSON

/// A tool that a server offers (`Tool`).
public struct ServerTool: Sendable {
    /// What runs when the tool is called: with arguments that meet the input schema.
    ///
    /// It throws `ToolFailure` when it ran and failed, `InputRequired` to ask for something, `MCPError` to refuse the
    /// request as such. Anything else is a fault of the server, of which the client learns nothing but that.
    public typealias Handler =
        @Sendable (_ arguments: JSONObject, _ context: RequestContext) async throws -> ToolOutcome

    /// Whether a call may become a task.
    public enum TaskSupport: Hashable, Sendable {
        /// It never does.
        case never
        /// It may, where the client declares the extension.
        case optional
        /// It always does; other clients are told which capability they lack.
        case required
    }

    /// The name: 1 to 128 of `A-Z a-z 0-9 _ - .`.
    public var name: String
    /// The name for people.
    public var title: String?
    /// What it does, for the model.
    public var about: String
    /// The schema of its arguments, whose root is an object.
    public var inputSchema: JSONObject
    /// The schema of its structured answer, whose root is an object.
    public var outputSchema: JSONObject?
    /// Hints.
    public var annotations: ToolAnnotations
    /// Pictures.
    public var icons: [Icon]
    /// Members of `_meta`.
    public var meta: JSONObject
    /// Whether a call may become a task.
    public var taskSupport: TaskSupport
    /// Whether a call begins on the thread that reads requests, which saves a hop between threads.
    ///
    /// Only for tools that need microseconds up to their first suspension: meanwhile nothing else is read.
    public var runsInline: Bool
    /// What runs.
    public var handler: Handler

    /// A tool; without an input schema it takes no arguments.
    public init(
        name: String, title: String? = nil, about: String, inputSchema: JSONObject = ServerTool.noArguments,
        outputSchema: JSONObject? = nil, annotations: ToolAnnotations = ToolAnnotations(), icons: [Icon] = [],
        meta: JSONObject = [:], taskSupport: TaskSupport = .never, runsInline: Bool = false,
        handler: @escaping Handler
    ) {
        self.name = name
        self.title = title
        self.about = about
        self.inputSchema = inputSchema
        self.outputSchema = outputSchema
        self.annotations = annotations
        self.icons = icons
        self.meta = meta
        self.taskSupport = taskSupport
        self.runsInline = runsInline
        self.handler = handler
    }

    /// The schema of no arguments at all.
    public static let noArguments: JSONObject = ["type": "object", "additionalProperties": false]

    /// The bytes that it takes in a list of the newest revision.
    public var listedBytes: Int { JSONValue.object(json(in: .newest)).bytes().count + 1 }

    /// The tool in a list; schemas go out with every keyword that they have.
    func json(in revision: Revision) -> JSONObject {
        var object: JSONObject = ["name": .string(name)]
        if revision >= .v2025June { object.set("title", title) }
        object.set("description", about)
        object["inputSchema"] = .object(inputSchema)
        if revision >= .v2025June, let outputSchema { object["outputSchema"] = .object(outputSchema) }
        if revision >= .v2025March { object.set("annotations", annotations.json) }
        object.setIcons(icons, in: revision)
        if revision >= .v2025June { object.set("_meta", meta) }
        return object
    }
}
