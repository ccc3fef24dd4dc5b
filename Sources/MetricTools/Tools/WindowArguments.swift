internal import Model

/// The span that a call asks for, in place of the session's window.
enum WindowArguments {
    /// - Throws: `ToolError` of kind `validation` for an end that does not come after its start.
    static func window(_ window: Window, start: Timestamp?, end: Timestamp?) throws(ToolError) -> Window {
        guard start != nil || end != nil else { return window }
        let from = start ?? window.start
        let to = end ?? window.end
        guard from < to else {
            throw ToolError(
                .validation, "the end \(to) does not come after the start \(from)", hint: "give both in UTC")
        }
        let isWithin = window.baseline.end <= from
        return Window(TimeSpan(start: from, end: to), baseline: isWithin ? window.baseline : nil)
    }
}
