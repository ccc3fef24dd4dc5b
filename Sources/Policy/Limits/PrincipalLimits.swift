/// How much one principal may use; nil is without a limit.
///
/// They keep one bearer of a token from using the server up for the others, and are wide enough that nobody who works
/// meets them.
package struct PrincipalLimits: Hashable, Sendable {
    /// Requests in a minute.
    package var callsPerMinute: Int?
    /// Requests that are answered at once.
    package var calls: Int?
    /// Sessions of its own that are not closed.
    package var sessions: Int?
    /// What is stored for it, in bytes.
    package var bytes: Int?

    /// The standard limits of whoever bears a token.
    package init() {
        callsPerMinute = 6000
        calls = 64
        sessions = 2000
        bytes = 64 << 30
    }

    private init(callsPerMinute: Int?, calls: Int?, sessions: Int?, bytes: Int?) {
        self.callsPerMinute = callsPerMinute
        self.calls = calls
        self.sessions = sessions
        self.bytes = bytes
    }

    /// Nothing is limited.
    package static let none = PrincipalLimits(callsPerMinute: nil, calls: nil, sessions: nil, bytes: nil)

    /// What several roles allow together: the most that any of them does.
    package init(most limits: [PrincipalLimits]) {
        guard let first = limits.first else {
            self.init()
            return
        }
        self = limits.dropFirst().reduce(into: first) { most, other in
            most.callsPerMinute = Self.more(most.callsPerMinute, other.callsPerMinute)
            most.calls = Self.more(most.calls, other.calls)
            most.sessions = Self.more(most.sessions, other.sessions)
            most.bytes = Self.more(most.bytes, other.bytes)
        }
    }

    private static func more(_ left: Int?, _ right: Int?) -> Int? {
        guard let left, let right else { return nil }
        return max(left, right)
    }
}
