internal import JSON

/// Where in the held bytes of one resource change its members are.
struct ElementParts: Sendable {
    static let names = JSONNames(elementNames)
    static let changeNames = JSONNames(changeMembers)

    /// The members of a resource change that are known.
    static let elementNames = [
        "address", "module_address", "mode", "type", "name", "deposed", "previous_address", "action_reason",
        "provider_name", "index", "change",
    ]
    /// The members of the change within it.
    static let changeMembers = [
        "actions", "before", "after", "after_unknown", "before_sensitive", "after_sensitive", "replace_paths",
        "importing", "generated_config", "before_identity", "after_identity",
    ]
    static let change = 10

    /// The place of the element as a whole.
    var whole = 0..<0
    var members = [Range<Int>?](repeating: nil, count: elementNames.count)
    var changes = [Range<Int>?](repeating: nil, count: changeMembers.count)
    /// Names of members that are not known.
    var unknown: Set<String> = []
    var hasChange = false
    /// True where a member is written twice: then it is read whole, which tells whether both say the same.
    var isDoubtful = false

    mutating func clear() {
        for index in members.indices { members[index] = nil }
        for index in changes.indices { changes[index] = nil }
        if !unknown.isEmpty { unknown = [] }
        hasChange = false
        isDoubtful = false
    }

    subscript(_ name: ElementMember) -> Range<Int>? { members[name.rawValue] }

    subscript(_ name: ChangeMember) -> Range<Int>? { changes[name.rawValue] }
}

/// Places in `ElementParts.elementNames`.
enum ElementMember: Int {
    case address, moduleAddress, mode, type, name, deposed, previousAddress, actionReason, providerName, index, change
}

/// Places in `ElementParts.changeMembers`.
enum ChangeMember: Int {
    case actions, before, after, afterUnknown, beforeSensitive, afterSensitive, replacePaths, importing
    case generatedConfig, beforeIdentity, afterIdentity
}
