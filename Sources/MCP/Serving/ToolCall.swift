import JSON

/// A call whose tool is known and whose parameters have their shape; its arguments are checked when it runs.
struct ToolCall: Sendable {
    let entry: ToolEntry
    let arguments: JSONObject
}
