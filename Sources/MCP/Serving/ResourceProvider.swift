/// Where resources come from.
///
/// What a caller may not see does not exist for it.
public protocol ResourceProvider: Sendable {
    /// Whether changes of single resources are published, so that clients can watch them.
    var publishesUpdates: Bool { get }

    /// Whether it is published when the list changes, whoever changes it.
    var publishesLists: Bool { get }

    /// How long a list may be kept.
    var listCache: CacheHint { get }

    /// Lists resources.
    ///
    /// - Throws: `MCPError.invalidParams` for a cursor that was not given out here.
    func resources(after cursor: String?, _ context: RequestContext) async throws -> Page<Resource>

    /// Lists templates.
    func templates(after cursor: String?, _ context: RequestContext) async throws -> Page<ResourceTemplate>

    /// Reads a resource.
    ///
    /// - Throws: `MCPError.resourceNotFound(_:)` for an unknown URI.
    func read(_ uri: String, _ context: RequestContext) async throws -> ReadResult

    /// Whether a caller may watch a URI: where it may, what changes is published until `release` has been called as often.
    func mayWatch(_ uri: String, _ caller: Caller) async throws -> Bool

    /// Somebody who was let watch a URI does so no more; called once for each time that `mayWatch` agreed.
    func release(_ uri: String, _ caller: Caller) async
}

extension ResourceProvider {
    /// No updates.
    public var publishesUpdates: Bool { false }

    /// Of the list.
    public var publishesLists: Bool { true }

    /// Not to be kept.
    public var listCache: CacheHint { .never }

    /// No templates.
    public func templates(after cursor: String?, _ context: RequestContext) async throws -> Page<ResourceTemplate> {
        Page([])
    }

    /// Nobody may.
    public func mayWatch(_ uri: String, _ caller: Caller) async throws -> Bool { false }

    /// Nothing is kept of those who watch.
    public func release(_ uri: String, _ caller: Caller) async {}
}
