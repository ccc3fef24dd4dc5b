package import Model

/// Tells whether a source holds what it held before; evidence is used again only while it does.
package protocol SourceStamping: Sendable {
    /// A short text that changes with the content; nil when that cannot be told without reading it.
    func stamp(of source: Source) -> String?

    /// How many bytes of a source are read at least, whatever it is asked; nil when that cannot be told beforehand.
    func size(of source: Source) -> Int?
}

extension SourceStamping {
    package func size(of source: Source) -> Int? { nil }
}
