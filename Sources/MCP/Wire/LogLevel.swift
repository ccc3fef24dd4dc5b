/// The severity of a log message, as syslog has them (RFC 5424, section 6.2.1), least first in order.
public enum LogLevel: String, Hashable, Sendable, CaseIterable, Comparable {
    /// Detail for finding faults.
    case debug
    /// Ordinary progress.
    case info
    /// Ordinary but of note.
    case notice
    /// Something may go wrong.
    case warning
    /// Something went wrong.
    case error
    /// A part is failing.
    case critical
    /// Somebody must act at once.
    case alert
    /// Nothing works.
    case emergency

    private var rank: Int {
        switch self {
        case .debug: 0
        case .info: 1
        case .notice: 2
        case .warning: 3
        case .error: 4
        case .critical: 5
        case .alert: 6
        case .emergency: 7
        }
    }

    /// Whether one level is less severe than another.
    public static func < (left: LogLevel, right: LogLevel) -> Bool { left.rank < right.rank }
}
