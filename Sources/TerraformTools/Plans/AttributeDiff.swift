package import JSON

/// Compares an object before and after, attribute by attribute, with marked values hidden.
///
/// Text that is JSON is compared inside, as Terraform shows it, and text of several lines by line.
package struct AttributeDiff {
    /// The most changes that are kept of one object.
    package static let maximumChanges = 200
    /// The most unchanged values that are kept of one object.
    package static let maximumSiblings = 64

    package private(set) var changes: [AttributeChange] = []
    package private(set) var siblings: [ResourceChange.Sibling] = []
    /// Changes beyond the limit.
    package private(set) var omitted = 0
    private let replacePaths: [String]

    /// The marks of both sides and what is unknown at one place.
    struct Marks {
        var before: JSONValue?
        var after: JSONValue?
        var unknown: JSONValue?

        var isSensitive: Bool { before == .bool(true) || after == .bool(true) }
        var isUnknown: Bool { unknown == .bool(true) }

        func member(_ key: String) -> Marks {
            Marks(before: before?[key], after: after?[key], unknown: unknown?[key])
        }

        func element(before first: Int?, after second: Int?) -> Marks {
            Marks(
                before: first.flatMap { before?[$0] }, after: second.flatMap { after?[$0] },
                unknown: second.flatMap { unknown?[$0] })
        }
    }

    /// Longer texts are cut, which nobody would read to their end; a copy of a secret is looked for in what is left.
    private static let maximumText = 64 << 10
    /// The most bytes of text that are kept of one object.
    private static let maximumTexts = 1 << 20
    private var texts = 0

    /// Compares the members `before`, `after`, `after_unknown` and the marks of a plan's `change`.
    package init(change: JSONObject) {
        replacePaths = (change["replace_paths"]?.arrayValue ?? []).map { Self.path(of: $0) }
        let marks = Marks(
            before: change["before_sensitive"], after: change["after_sensitive"], unknown: change["after_unknown"])
        compare(change["before"], change["after"], marks, path: "")
    }

    private mutating func compare(_ before: JSONValue?, _ after: JSONValue?, _ marks: Marks, path: String) {
        if marks.isSensitive || Masking.isMisfit(before, marks.before) || Masking.isMisfit(after, marks.after) {
            return compareHidden(before, after, marks, path: path)
        }
        if marks.isUnknown {
            let change = AttributeChange(path: path, before: present(before), after: nil, isUnknown: true)
            return add(change, Masking.merged(marks.before, marks.after))
        }
        switch (before ?? .null, after ?? .null) {
        case (.object(let old), .object(let new)): compareMembers(old, new, marks, path)
        case (.object(let old), .null): compareMembers(old, JSONObject(), marks, path)
        case (.null, .object(let new)): compareMembers(JSONObject(), new, marks, path)
        case (.array(let old), .array(let new)): compareElements(old, new, marks, path)
        case (.array(let old), .null): compareElements(old, [], marks, path)
        case (.null, .array(let new)): compareElements([], new, marks, path)
        case (.null, .null): compareUnknown(marks, path)
        case (.string(let old), .string(let new)) where old != new: compareTexts(old, new, path)
        case (let old, let new) where old == new: addSibling(path, new)
        case (let old, let new):
            add(
                AttributeChange(path: path, before: present(old), after: present(new)),
                Masking.merged(marks.before, marks.after))
        }
    }

    private mutating func compareHidden(_ before: JSONValue?, _ after: JSONValue?, _ marks: Marks, path: String) {
        let old = present(before)
        let new = present(after)
        guard old != new || marks.isUnknown else { return }
        let hidden = JSONValue.string(AttributeChange.sensitiveText)
        add(
            AttributeChange(
                path: path, before: old == nil ? nil : hidden, after: new == nil ? nil : hidden, isSensitive: true,
                isUnknown: marks.isUnknown))
    }

    private mutating func compareMembers(_ old: JSONObject, _ new: JSONObject, _ marks: Marks, _ path: String) {
        for (key, value) in old {
            compare(value, new[key], marks.member(key), path: Self.join(path, key))
        }
        for (key, value) in new where !old.contains(key) {
            compare(nil, value, marks.member(key), path: Self.join(path, key))
        }
        guard let unknown = marks.unknown?.objectValue else { return }
        for (key, _) in unknown where !old.contains(key) && !new.contains(key) {
            compare(nil, nil, marks.member(key), path: Self.join(path, key))
        }
    }

    private mutating func compareElements(_ old: [JSONValue], _ new: [JSONValue], _ marks: Marks, _ path: String) {
        var head = 0
        while head < old.count, head < new.count, old[head] == new[head], marks.isPlain(head, head) { head += 1 }
        var tail = 0
        while tail < old.count - head, tail < new.count - head,
            old[old.count - 1 - tail] == new[new.count - 1 - tail],
            marks.isPlain(old.count - 1 - tail, new.count - 1 - tail)
        {
            tail += 1
        }
        for index in 0..<head {
            keepElement(new[index], "\(path)[\(index)]", marks.element(before: index, after: index))
        }
        let (first, second) = Self.unmatched(
            old, head..<old.count - tail, new, head..<new.count - tail, isPlain: { marks.isPlain($0, $1) })
        if first.isEmpty, second.isEmpty, head < new.count - tail {
            // The same elements in another order, which means something in a list. Each may carry any one's mark now.
            let marks = Masking.merged(Masking.mergedElements(marks.before), Masking.mergedElements(marks.after))
            let all = marks.map { JSONValue.array(Array(repeating: $0, count: old.count)) }
            add(AttributeChange(path: path, before: .array(old), after: .array(new)), all)
        }
        for (before, after) in ElementPairs(old, first, new, second).pairs {
            compare(
                before.map { old[$0] }, after.map { new[$0] }, marks.element(before: before, after: after),
                path: "\(path)[\(after ?? before ?? 0)]")
        }
        for index in new.count - tail..<new.count {
            let former = old.count - new.count + index
            keepElement(new[index], "\(path)[\(index)]", marks.element(before: former, after: index))
        }
    }

    /// The places of elements that have no equal on the other side: a set has no order, and a list grows in its middle.
    private static func unmatched(
        _ old: [JSONValue], _ former: Range<Int>, _ new: [JSONValue], _ latter: Range<Int>,
        isPlain: (Int, Int) -> Bool
    ) -> (old: [Int], new: [Int]) {
        guard former.count * latter.count <= 40_000 else { return (Array(former), Array(latter)) }
        var rest = Array(latter)
        let gone = former.filter { place in
            guard let match = rest.firstIndex(where: { new[$0] == old[place] && isPlain(place, $0) }) else {
                return true
            }
            rest.remove(at: match)
            return false
        }
        return (gone, rest)
    }

    /// An element that stays; only its scalars are of use, as siblings.
    private mutating func keepElement(_ value: JSONValue, _ path: String, _ marks: Marks) {
        guard siblings.count < Self.maximumSiblings else { return }
        compare(value, value, marks, path: path)
    }

    /// Nothing stands on either side, but something beneath may be unknown.
    private mutating func compareUnknown(_ marks: Marks, _ path: String) {
        switch marks.unknown {
        case .object(let members)?:
            for (key, _) in members { compare(nil, nil, marks.member(key), path: Self.join(path, key)) }
        case .array(let elements)?:
            for index in elements.indices {
                compare(nil, nil, marks.element(before: nil, after: index), path: "\(path)[\(index)]")
            }
        default: break
        }
    }

    private mutating func compareTexts(_ old: String, _ new: String, _ path: String) {
        if let before = Self.embedded(old), let after = Self.embedded(new) {
            compare(before, after, Marks(), path: path)
            return
        }
        let lines = LineDiff(old, new)
        guard !lines.changes.isEmpty else {
            add(AttributeChange(path: path, before: .string(old), after: .string(new)))
            return
        }
        for change in lines.changes {
            add(AttributeChange(path: Self.join(path, change.key), before: change.before, after: change.after))
        }
    }

    /// Adds a change, with what the marks hide in either of its values hidden.
    private mutating func add(_ change: AttributeChange, _ marks: JSONValue? = nil) {
        guard changes.count < Self.maximumChanges else {
            omitted += 1
            return
        }
        var change = change
        change.before = kept(change.before.map { Masking.masked($0, marks) })
        change.after = kept(change.after.map { Masking.masked($0, marks) })
        if Self.hasMark(marks) { change.isSensitive = true }
        change.forcesReplacement = replacePaths.contains { Self.covers($0, change.path) }
        changes.append(change)
    }

    private mutating func kept(_ value: JSONValue?) -> JSONValue? {
        guard case .string(let text)? = value, text.utf8.count > 256 else { return value }
        guard texts + min(text.utf8.count, Self.maximumText) <= Self.maximumTexts else {
            return .string("(\(text.utf8.count) bytes of text)")
        }
        texts += min(text.utf8.count, Self.maximumText)
        guard text.utf8.count > Self.maximumText else { return value }
        return .string(String(decoding: text.utf8.prefix(Self.maximumText), as: UTF8.self))
    }

    private mutating func addSibling(_ path: String, _ value: JSONValue) {
        guard siblings.count < Self.maximumSiblings, value != .null else { return }
        if case .string(let text) = value, text.utf8.count > 4096 { return }
        siblings.append(ResourceChange.Sibling(path: path, value: value))
    }

    private func present(_ value: JSONValue?) -> JSONValue? { value == .null ? nil : value }
}

extension AttributeDiff.Marks {
    /// Whether two elements can be taken for the same without looking at marks or at what is unknown.
    fileprivate func isPlain(_ first: Int, _ second: Int) -> Bool {
        let element = element(before: first, after: second)
        return !element.isSensitive && !AttributeDiff.hasMark(element.unknown)
    }
}

extension AttributeDiff {
    /// Whether a value of marks says `true` anywhere.
    static func hasMark(_ marks: JSONValue?) -> Bool {
        switch marks {
        case .bool(let value)?: value
        case .array(let elements)?: elements.contains { hasMark($0) }
        case .object(let members)?: members.values.contains { hasMark($0) }
        default: false
        }
    }

    /// Adds every text that a mark hides.
    static func collectSecrets(_ value: JSONValue?, _ marks: JSONValue?, into secrets: inout SecretSet) {
        switch (marks, value) {
        case (.bool(true)?, let value): secrets.insert(value)
        case (.object(let marks)?, .object(let members)?):
            for (key, mark) in marks { collectSecrets(members[key], mark, into: &secrets) }
        case (.array(let marks)?, .array(let elements)?):
            for (mark, element) in zip(marks, elements) { collectSecrets(element, mark, into: &secrets) }
        default: break
        }
    }

    /// A path of Terraform's, such as `["tags", "Name"]`, in the form of `AttributeChange.path`.
    static func path(of steps: JSONValue) -> String {
        var path = ""
        for step in steps.arrayValue ?? [] {
            switch step {
            case .string(let key): path = join(path, key)
            case .number(let index): path += "[\(index.text)]"
            default: break
            }
        }
        return path
    }

    static func join(_ path: String, _ key: String) -> String {
        let isPlain = !key.isEmpty && key.utf8.allSatisfy { Words.isWordByte($0) || $0 == UInt8(ascii: "-") }
        guard isPlain else { return "\(path)[\"\(key)\"]" }
        return path.isEmpty ? key : "\(path).\(key)"
    }

    private static func covers(_ path: String, _ other: String) -> Bool {
        guard other.hasPrefix(path) else { return false }
        guard let next = other.utf8.dropFirst(path.utf8.count).first else { return true }
        return next == UInt8(ascii: ".") || next == UInt8(ascii: "[")
    }

    /// The value that a text holds as JSON, if it is an object or an array.
    private static func embedded(_ text: String) -> JSONValue? {
        guard let first = text.utf8.first, first == UInt8(ascii: "{") || first == UInt8(ascii: "["),
            text.utf8.count <= 65_536
        else { return nil }
        return try? JSONValue(parsing: text, limits: JSONLimits(depth: 64, bytes: 65_536))
    }
}
