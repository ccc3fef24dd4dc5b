internal import Model

/// The stretch of time that a call asks for.
enum LogSpan {
    /// The window, or what `start` and `end` name, wherever that lies: a window that nobody chose must not cut it.
    static func within(_ window: Window, start: Timestamp?, end: Timestamp?) throws(ToolError) -> TimeSpan {
        let start = start ?? window.start
        let end = end ?? window.end
        guard start < end else {
            throw ToolError(
                .validation, "start \(start) is not before end \(end)",
                hint: "the window is \(window.start) to \(window.end)")
        }
        return TimeSpan(start: start, end: end)
    }
}
