package import JSON

/// What a plan does with one object, masked and reduced to what differs.
package struct ResourceChange: Hashable, Sendable {
    /// A value that stays as it is.
    package struct Sibling: Hashable, Sendable {
        package let path: String
        package var value: JSONValue

        package init(path: String, value: JSONValue) {
            self.path = path
            self.value = value
        }
    }

    package let address: String
    /// The module's address; empty for the root module.
    package let module: String
    /// `managed` or `data`.
    package let mode: String
    package let type: String
    package let name: String
    /// The key of an object that a failed replacement left behind.
    package let deposed: String?
    /// Where the object was, if it moves.
    package let previousAddress: String?
    package let isImported: Bool
    package let action: PlanAction
    /// Terraform's reason, such as `replace_because_cannot_update`.
    package let reason: String?
    package var attributes: [AttributeChange]
    /// Attribute changes that were left out because there are too many.
    package let omittedAttributes: Int
    /// Values beside the changed ones: what the object is about.
    package var siblings: [Sibling]

    package init(
        address: String, module: String = "", mode: String = "managed", type: String, name: String,
        deposed: String? = nil, previousAddress: String? = nil, isImported: Bool = false, action: PlanAction,
        reason: String? = nil, attributes: [AttributeChange] = [], omittedAttributes: Int = 0,
        siblings: [Sibling] = []
    ) {
        self.address = address
        self.module = module
        self.mode = mode
        self.type = type
        self.name = name
        self.deposed = deposed
        self.previousAddress = previousAddress
        self.isImported = isImported
        self.action = action
        self.reason = reason
        self.attributes = attributes
        self.omittedAttributes = omittedAttributes
        self.siblings = siblings
    }

    /// Whether Terraform shows it among the changes.
    package var isShown: Bool {
        switch action.kind {
        case .noOp: previousAddress != nil || isImported
        case .delete: mode == "managed"
        default: true
        }
    }
}

/// A value that the configuration hands out, before and after.
package struct OutputChange: Hashable, Sendable {
    package let name: String
    package let action: PlanAction
    package var before: JSONValue?
    package var after: JSONValue?

    package init(name: String, action: PlanAction, before: JSONValue?, after: JSONValue?) {
        self.name = name
        self.action = action
        self.before = before
        self.after = after
    }
}

/// A check, precondition or postcondition that did not pass.
package struct FailedCheck: Hashable, Sendable {
    package let address: String
    /// `fail` or `error`.
    package let status: String
    package var messages: [String]
}
