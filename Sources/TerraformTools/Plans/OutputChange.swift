package import JSON

/// A value that the configuration hands out, before and after.
package struct OutputChange: Hashable, Sendable {
    package internal(set) var name: String
    package let action: PlanAction
    package var before: JSONValue?
    package var after: JSONValue?

    package init(name: String, action: PlanAction, before: JSONValue?, after: JSONValue?) {
        self.name = name
        self.action = action
        self.before = before
        self.after = after
    }

    /// Hides both values, because something else than the change itself marks the output.
    mutating func hide() {
        let hidden = JSONValue.string(AttributeChange.sensitiveText)
        if before != nil { before = hidden }
        if after != nil { after = hidden }
    }
}

/// A check, precondition or postcondition that did not pass.
package struct FailedCheck: Hashable, Sendable {
    package internal(set) var address: String
    /// `fail` or `error`.
    package let status: String
    package var messages: [String]
}
