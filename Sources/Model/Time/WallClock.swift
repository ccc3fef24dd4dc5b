import Glibc

/// Tells the wall time; injected, so that runs can be repeated.
///
/// It stamps entries and never decides who may write.
package protocol WallClock: Sendable {
    /// The present instant.
    var now: Timestamp { get }
}

/// The system's real-time clock.
package struct SystemWallClock: WallClock {
    package init() {}

    package var now: Timestamp {
        var time = timespec()
        _ = unsafe clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(nanoseconds: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
    }
}
