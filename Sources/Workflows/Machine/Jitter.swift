import Model

/// Pauses between attempts.
enum Jitter {
    /// FNV-1a, 64 bits.
    static func seed(_ text: String) -> UInt64 {
        text.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }

    /// The pause before the attempt that follows this many failures.
    ///
    /// With jitter it lies between a half and the whole. It depends on the seed and the attempt's reference alone, not
    /// on what else was asked before, so that a resumed run pauses as the first one did.
    static func pause(_ policy: RetryPolicy, failures: Int, _ next: StepReference, seed: UInt64) -> Duration {
        var milliseconds = policy.delay.milliseconds
        let limit = RetryPolicy.maximumDelay.milliseconds
        if policy.backoff == .exponential {
            for _ in 1..<max(1, failures) where milliseconds < limit { milliseconds *= 2 }
        }
        milliseconds = min(milliseconds, max(limit, policy.delay.milliseconds))
        guard policy.jitter else { return .milliseconds(milliseconds) }
        let text = "\(next.path)#\(next.iteration ?? -1)#\(next.attempt)"
        let half = milliseconds / 2
        return .milliseconds(half + Int64(mixed(Self.seed(text) ^ seed) % UInt64(milliseconds - half + 1)))
    }

    /// The finaliser of SplitMix64.
    private static func mixed(_ value: UInt64) -> UInt64 {
        var bits = value &+ 0x9E37_79B9_7F4A_7C15
        bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
        return bits ^ (bits >> 31)
    }
}
