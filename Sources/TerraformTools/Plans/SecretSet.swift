package import JSON

/// Texts that a plan's marks hide somewhere, so that unmarked copies of them are hidden too.
///
/// Terraform marks a value where the configuration says so; providers copy values into attributes without the mark.
package struct SecretSet: Sendable {
    /// Shorter texts are too common to be hidden wherever they occur.
    private let minimum: Int
    private var texts: Set<String> = []
    private static let maximumCount = 20_000

    /// - Parameter minimum: the shortest text that counts as a copy, in bytes.
    package init(minimum: Int) { self.minimum = minimum }

    package var isEmpty: Bool { texts.isEmpty }

    /// Adds every text within a hidden value.
    package mutating func insert(_ value: JSONValue?) {
        switch value {
        case .string(let text)?:
            let count = text.utf8.count
            guard count >= minimum, count <= 65_536, texts.count < Self.maximumCount else { return }
            texts.insert(text)
        case .array(let elements)?: for element in elements { insert(element) }
        case .object(let members)?: for (_, element) in members { insert(element) }
        default: break
        }
    }

    /// Adds what another set hides and is long enough.
    package mutating func formUnion(_ other: SecretSet) {
        for text in other.texts where text.utf8.count >= minimum && texts.count < Self.maximumCount {
            texts.insert(text)
        }
    }

    /// Whether a text is one of the secrets, or holds one of at least 8 bytes.
    package func hides(_ text: String) -> Bool {
        guard !texts.isEmpty else { return false }
        if texts.contains(text) { return true }
        return texts.contains { $0.utf8.count >= 8 && $0.utf8.count < text.utf8.count && text.contains($0) }
    }

    /// The value with every such text replaced.
    package func scrub(_ value: JSONValue) -> JSONValue {
        guard !texts.isEmpty else { return value }
        switch value {
        case .string(let text): return hides(text) ? .string(AttributeChange.sensitiveText) : value
        case .array(let elements): return .array(elements.map { scrub($0) })
        case .object(let members): return .object(members.mapValues { scrub($0) })
        default: return value
        }
    }

    /// The change with every such text replaced.
    package func scrub(_ change: inout ResourceChange) {
        guard !texts.isEmpty else { return }
        for index in change.attributes.indices {
            change.attributes[index].before = change.attributes[index].before.map { scrub($0) }
            change.attributes[index].after = change.attributes[index].after.map { scrub($0) }
        }
        for index in change.siblings.indices { change.siblings[index].value = scrub(change.siblings[index].value) }
    }
}
