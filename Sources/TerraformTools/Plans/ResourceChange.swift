package import JSON

/// What a plan does with one object, masked and reduced to what differs.
package struct ResourceChange: Hashable, Sendable {
    /// A value that stays as it is.
    package struct Sibling: Hashable, Sendable {
        package var path: String
        package var value: JSONValue

        package init(path: String, value: JSONValue) {
            self.path = path
            self.value = value
        }
    }

    /// The whole object on both sides, with what is marked hidden.
    package struct Values: Hashable, Sendable {
        package var before: JSONValue
        package var after: JSONValue
        /// What of `after` only applying will tell, in Terraform's form.
        package let unknown: JSONValue

        package init(before: JSONValue, after: JSONValue, unknown: JSONValue) {
            self.before = before
            self.after = after
            self.unknown = unknown
        }
    }

    package var head: ChangeHead
    package var attributes: [AttributeChange]
    /// Attribute changes that were left out because there are too many.
    package let omittedAttributes: Int
    /// Values beside the changed ones: what the object is about.
    package var siblings: [Sibling]
    /// Nil unless the visitor wants them.
    package var values: Values?

    package init(
        head: ChangeHead, attributes: [AttributeChange] = [], omittedAttributes: Int = 0, siblings: [Sibling] = [],
        values: Values? = nil
    ) {
        self.head = head
        self.attributes = attributes
        self.omittedAttributes = omittedAttributes
        self.siblings = siblings
        self.values = values
    }

    package init(
        address: String, module: String = "", mode: String = "managed", type: String, name: String,
        deposed: String? = nil, previousAddress: String? = nil, isImported: Bool = false, action: PlanAction,
        reason: String? = nil, attributes: [AttributeChange] = [], omittedAttributes: Int = 0,
        siblings: [Sibling] = []
    ) {
        self.init(
            head: ChangeHead(
                address: address, module: module, mode: mode, type: type, name: name, deposed: deposed,
                previousAddress: previousAddress, isImported: isImported, action: action, reason: reason),
            attributes: attributes, omittedAttributes: omittedAttributes, siblings: siblings)
    }

    package var address: String { head.address }
    package var module: String { head.module }
    package var type: String { head.type }
    package var name: String { head.name }
    package var deposed: String? { head.deposed }
    package var previousAddress: String? { head.previousAddress }
    package var isImported: Bool { head.isImported }
    package var action: PlanAction { head.action }
    package var reason: String? { head.reason }
}
