import JSON

/// How long and by whom a result may be kept (2026-07-28, server/utilities/caching).
public struct CacheHint: Hashable, Sendable {
    /// Who may be served a kept result.
    public enum Scope: String, Hashable, Sendable {
        /// Anybody, even where authorization is needed to ask.
        case everybody = "public"
        /// The same caller.
        case caller = "private"
    }

    /// Milliseconds, not negative.
    public var milliseconds: Int
    /// Who.
    public var scope: Scope

    /// A hint; a negative time counts as none.
    public init(milliseconds: Int, scope: Scope) {
        self.milliseconds = max(milliseconds, 0)
        self.scope = scope
    }

    /// Not to be kept.
    public static let never = CacheHint(milliseconds: 0, scope: .caller)

    func add(to object: inout JSONObject) {
        object["ttlMs"] = JSONValue(milliseconds)
        object["cacheScope"] = .string(scope.rawValue)
    }
}
