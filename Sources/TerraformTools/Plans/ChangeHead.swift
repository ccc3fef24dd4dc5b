/// What a plan says of one change before any of its values.
package struct ChangeHead: Hashable, Sendable {
    package private(set) var address: String
    /// The module's address; empty for the root module.
    package private(set) var module: String
    /// `managed`, `data` or `ephemeral`.
    package let mode: String
    package let type: String
    package private(set) var name: String
    /// The key of an object that a failed replacement left behind.
    package private(set) var deposed: String?
    /// Where the object was, if it moves.
    package private(set) var previousAddress: String?
    package let isImported: Bool
    package let action: PlanAction
    /// Terraform's reason, such as `replace_because_cannot_update`.
    package let reason: String?

    package init(
        address: String, module: String = "", mode: String = "managed", type: String, name: String,
        deposed: String? = nil, previousAddress: String? = nil, isImported: Bool = false, action: PlanAction,
        reason: String? = nil
    ) {
        self.address = address
        self.module = module
        self.mode = mode
        self.type = type
        self.name = name
        self.deposed = deposed
        self.previousAddress = previousAddress == address ? nil : previousAddress
        self.isImported = isImported
        self.action = action
        self.reason = reason
    }

    /// Whether Terraform shows it among the changes.
    package var isShown: Bool {
        guard mode != "ephemeral" else { return false }
        switch action.kind {
        case .noOp: return previousAddress != nil || isImported
        case .delete: return mode == "managed"
        default: return true
        }
    }

    /// The same change with what must not be shown of its names replaced.
    func hidden(by isSecret: (String) -> Bool) -> ChangeHead {
        var head = self
        func hide(_ name: inout String) { if isSecret(name) { name = AttributeChange.sensitiveText } }
        hide(&head.address)
        hide(&head.module)
        hide(&head.name)
        if let former = previousAddress, isSecret(former) { head.previousAddress = AttributeChange.sensitiveText }
        if let key = deposed, isSecret(key) { head.deposed = AttributeChange.sensitiveText }
        return head
    }

    /// The address, and the key of a deposed object, which has the address of its successor.
    package var key: String { deposed.map { "\(address) (deposed \($0))" } ?? address }
}
