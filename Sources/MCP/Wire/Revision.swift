/// A revision of the Model Context Protocol, oldest first in order.
public enum Revision: String, Hashable, Sendable, CaseIterable, Comparable {
    /// The first public revision: a handshake, no audio, no tool annotations.
    case v2024November = "2024-11-05"
    /// Adds batches, audio, tool annotations and completion.
    case v2025March = "2025-03-26"
    /// Adds structured results, resource links, titles and elicitation; removes batches.
    case v2025June = "2025-06-18"
    /// Adds icons, elicitation by URL and richer enumerations.
    case v2025November = "2025-11-25"
    /// The stateless revision: no handshake, `_meta` in every request.
    case v2026July = "2026-07-28"

    /// Whether this revision opens with `initialize`.
    public var isLegacy: Bool { self != .v2026July }

    /// The newest revision with a handshake, offered to clients that ask for an unknown one.
    public static let newestLegacy = Revision.v2025November

    /// The newest revision of all.
    public static let newest = Revision.v2026July

    /// Whether a JSON-RPC batch is accepted (2025-03-26, basic/transports; 2024-11-05 likewise).
    public var acceptsBatches: Bool { self <= .v2025March }

    /// Whether one revision is older than another.
    public static func < (left: Revision, right: Revision) -> Bool { left.rawValue < right.rawValue }
}
