package import Model

/// Looks at what sources hold when a call is made.
package protocol SourceStamping: Sendable {
    /// What a source holds now; nil when nothing can be told of it without reading it.
    func look(at source: Source) -> SourceLook?
}

/// What a source was seen to hold at one moment.
package struct SourceLook: Sendable {
    /// A short text that changes with the content, since earlier evidence is used again only while that is the same.
    package let stamp: String
    /// How many bytes are read at least, whatever the source is asked; nil when that cannot be told beforehand.
    package let size: Int?
    /// What was found, for the tools that know its form and go on from there.
    package let found: (any Sendable)?

    package init(stamp: String, size: Int? = nil, found: (any Sendable)? = nil) {
        self.stamp = stamp
        self.size = size
        self.found = found
    }
}
