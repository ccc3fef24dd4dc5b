/// A part of a list and where the next part begins (2026-07-28, server/utilities/pagination).
public struct Page<Element: Sendable>: Sendable {
    /// The elements.
    public var elements: [Element]
    /// The opaque place of the next part; nil at the end.
    public var next: String?

    /// A part.
    public init(_ elements: [Element], next: String? = nil) {
        self.elements = elements
        self.next = next
    }
}
