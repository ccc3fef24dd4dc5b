import Model

/// A wall clock that always tells the same time: that at which the recorded run began.
struct StandingClock: WallClock {
    let now: Timestamp
}
