internal import JSON

/// One change as rules look at it: its leaves on both sides, with what is marked hidden already.
struct RiskSubject {
    let change: ResourceChange
    let isDrift: Bool
    let before: [ValueLeaf]
    let after: [ValueLeaf]
    /// Places of which only applying will tell the value, or whose value a mark hides.
    private let unknown: Set<String>
    private let formerByPlace: [String: [ValueLeaf]]
    private let latterByPlace: [String: [ValueLeaf]]

    init(_ change: ResourceChange, isDrift: Bool) {
        self.change = change
        self.isDrift = isDrift
        let old = change.values?.before ?? .null
        let new = change.values?.after ?? .null
        // A text that stands in a log does no harm, and a label is for people.
        let former = ValueLeaf.leaves(of: old).filter { !Self.isCosmetic($0.place) }
        let latter = ValueLeaf.leaves(of: new).filter { !Self.isCosmetic($0.place) }
        before = former.filter { !$0.isHidden }
        after = latter.filter { !$0.isHidden }
        formerByPlace = Dictionary(grouping: before, by: \.place)
        latterByPlace = Dictionary(grouping: after, by: \.place)
        let flags = ValueLeaf.leaves(of: change.values?.unknown ?? .null).filter { $0.value == .bool(true) }
        unknown = Set((flags + (former + latter).filter(\.isHidden)).map(\.place))
    }

    var head: ChangeHead { change.head }

    var isDestroyed: Bool { isDrift ? head.action.kind == .delete : head.action.destroys || isLeftBehind }

    /// Whether a new object takes its place and the old one is only forgotten.
    var isLeftBehind: Bool { head.action.kind == .replace && head.action.words.contains("forget") }

    /// What an object of a manifest is, in the words of resource types, such as `kubernetes_cluster_role_binding`.
    var kinds: [String] {
        guard head.type.hasSuffix("_manifest") || head.type.hasSuffix("_manifest_v1") else { return [] }
        let named = (after + before).first { $0.place == "manifest.kind" || $0.place == "object.kind" }?.value
            .stringValue
        let text = (after + before).first { $0.name == "yaml_body" || $0.name == "content" }?.value.stringValue ?? ""
        let line = text.split(whereSeparator: \.isNewline).first { $0.hasPrefix("kind:") }
        let kind = named ?? line.map { $0.dropFirst(5).filter { $0.isLetter } }
        guard let kind, !kind.isEmpty, kind.utf8.count <= 60 else { return [] }
        return ["kubernetes_\(ValueLeaf.snake(kind))"]
    }

    /// Whether the object was there before.
    var wasThere: Bool { change.values?.before != .null }

    func former(at place: String) -> [ValueLeaf] { formerByPlace[place] ?? [] }

    func latter(at place: String) -> [ValueLeaf] { latterByPlace[place] ?? [] }

    func isUnknown(_ place: String) -> Bool {
        guard !unknown.isEmpty else { return false }
        if unknown.contains(place) { return true }
        // What is unknown has no name beside it.
        let parent = place.lastIndex(of: ".").map { place[...$0] } ?? ""
        if unknown.contains("\(parent)value") { return true }
        return unknown.contains { place.hasPrefix($0 + ".") || place.hasPrefix($0 + "[") }
    }

    /// The attribute as an answer shows it.
    func attribute(_ path: String, _ before: JSONValue?, _ after: JSONValue?) -> AttributeChange {
        AttributeChange(
            path: path, before: before, after: after,
            forcesReplacement: change.attributes.contains { $0.path == path && $0.forcesReplacement })
    }

    private static let cosmetic: Set<String> = [
        "tags", "tags_all", "labels", "annotations", "effective_labels", "terraform_labels", "effective_annotations",
        "description", "title", "comment", "match_labels", "triggers", "keepers",
    ]

    private static func isCosmetic(_ place: String) -> Bool {
        place.split(whereSeparator: { $0 == "." || $0 == "[" }).contains { cosmetic.contains(String($0)) }
    }
}
