import Model

/// The simulation's time as the time of day.
struct SimulatedCalendar: WallClock {
    let scheduler: Scheduler

    /// 2026-03-01T12:00:00Z.
    static let start = Timestamp(milliseconds: 1_772_366_400_000)

    var now: Timestamp { Self.start.advanced(byNanoseconds: Int64(scheduler.now / .nanoseconds(1))) }
}
