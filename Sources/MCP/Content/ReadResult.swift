import JSON

/// What a resource was read to be (`ReadResourceResult`).
public struct ReadResult: Hashable, Sendable {
    /// The parts, at least one.
    public var contents: [ResourceContents]
    /// How long it may be kept.
    public var cache: CacheHint

    /// What was read.
    public init(_ contents: [ResourceContents], cache: CacheHint = .never) {
        self.contents = contents
        self.cache = cache
    }

    func json(in revision: Revision) -> JSONObject {
        ["contents": .array(contents.map { $0.json(in: revision) })]
    }
}
