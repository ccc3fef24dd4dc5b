public import JSON

/// The answer of a tool (`CallToolResult`).
public struct CallResult: Hashable, Sendable {
    /// The blocks.
    public var content: [Content]
    /// The answer as data; an object, since revisions before 2026-07-28 know nothing else.
    public var structured: JSONObject?
    /// Whether the tool failed; the blocks then tell a model how to correct itself.
    public var isError: Bool
    /// Members of `_meta`.
    public var meta: JSONObject

    /// An answer.
    public init(
        content: [Content] = [], structured: JSONObject? = nil, isError: Bool = false, meta: JSONObject = [:]
    ) {
        self.content = content
        self.structured = structured
        self.isError = isError
        self.meta = meta
    }

    /// An answer of one block of text.
    public static func text(_ text: String) -> CallResult { CallResult(content: [.text(text)]) }

    /// An answer of data, with the same JSON as its text, which clients without structured results read.
    public static func structured(_ object: JSONObject) -> CallResult {
        CallResult(content: [.text(JSONValue.object(object).serialized())], structured: object)
    }

    /// A failure that tells a model what to do.
    public static func failure(_ message: String) -> CallResult {
        CallResult(content: [.text(message)], isError: true)
    }

    func json(in revision: Revision) -> JSONObject {
        var object: JSONObject = ["content": .array(content.map { $0.json(in: revision) })]
        if revision >= .v2025June, let structured { object["structuredContent"] = .object(structured) }
        if isError { object["isError"] = true }
        object.set("_meta", meta)
        return object
    }
}
