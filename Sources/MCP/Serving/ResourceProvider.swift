/// Where resources come from.
///
/// What a caller may not see does not exist for it.
public protocol ResourceProvider: Sendable {
    /// Whether changes of single resources are published, so that clients can watch them.
    var publishesUpdates: Bool { get }

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

    /// Whether a caller may watch a URI.
    func mayWatch(_ uri: String, _ caller: Caller) async throws -> Bool
}

extension ResourceProvider {
    /// No updates.
    public var publishesUpdates: Bool { false }

    /// Not to be kept.
    public var listCache: CacheHint { .never }

    /// No templates.
    public func templates(after cursor: String?, _ context: RequestContext) async throws -> Page<ResourceTemplate> {
        Page([])
    }

    /// Nobody may.
    public func mayWatch(_ uri: String, _ caller: Caller) async throws -> Bool { false }
}
