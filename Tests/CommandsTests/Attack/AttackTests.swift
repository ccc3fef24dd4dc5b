import Foundation
import Testing

/// A caller of every tool learns nothing of what is hidden.
///
/// Two places differ in their secrets alone. Whatever is asked, both must tell the same, but for the digits of tokens: then
/// no sign of a secret has a part in any hit, count, order, citation or error.
@Suite struct AttackTests {
    @Test func bothPlacesTellTheSame() async throws {
        let environment = ProcessInfo.processInfo.environment
        let seed = environment["CASEBOOK_SEED"].flatMap { UInt64($0) } ?? UInt64.random(in: 1...UInt64.max)
        let count = environment["CASEBOOK_SOAK"] == "1" ? 10_000 : 120
        let (one, other) = (PlantedSecrets(seed: seed), PlantedSecrets(seed: seed &+ 1))
        var first = try await AttackedPlace(one)
        var second = try await AttackedPlace(other)
        var random = AttackRandom(state: seed)
        var differing = 0
        for number in 0..<count {
            let attack = Attack(&random, guessing: one.all)
            let told = try await first.told(attack)
            // What the caller has said itself may come back.
            for secret in one.all where !"\(attack)".contains(secret) {
                #expect(!told.contains(secret), "seed \(seed), \(number): \(attack) tells a secret")
            }
            let same = try await second.told(attack)
            guard told != same else { continue }
            differing += 1
            if differing <= 3 {
                Issue.record(
                    "seed \(seed), \(number): \(attack)\ntells\n\(told.prefix(1500))\nor\n\(same.prefix(1500))")
            }
        }
        #expect(differing == 0, "seed \(seed): \(differing) of \(count) answers differ")
    }
}

/// A small generator of reproducible random numbers (SplitMix64).
struct AttackRandom: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var bits = state
        bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
        return bits ^ (bits >> 31)
    }
}
