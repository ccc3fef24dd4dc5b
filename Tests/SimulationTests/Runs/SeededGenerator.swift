/// A small generator of reproducible random numbers (SplitMix64: Steele, Lea and Flood, 2014).
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        return Self.mixed(state)
    }

    /// A number that looks random and depends on the words alone.
    static func dice(_ seed: UInt64, _ words: String) -> UInt64 {
        // FNV-1a, whose low bits alone would not do.
        mixed(words.utf8.reduce(0xCBF2_9CE4_8422_2325 ^ mixed(seed)) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 })
    }

    private static func mixed(_ word: UInt64) -> UInt64 {
        var bits = word
        bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
        return bits ^ (bits >> 31)
    }
}
