package import Model

/// Tells whether a source holds what it held before; evidence is used again only while it does.
package protocol SourceStamping: Sendable {
    /// A short text that changes with the content; nil when that cannot be told without reading it.
    func stamp(of source: Source) -> String?

    /// How many bytes a source holds; nil when that cannot be told without reading it.
    func size(of source: Source) -> Int?
}

extension SourceStamping {
    package func size(of source: Source) -> Int? { nil }
}
