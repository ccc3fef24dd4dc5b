import Foundation
import Testing

/// A caller of every tool learns nothing of what is hidden.
///
/// Two places differ in their secrets alone. Whatever is asked, both must tell the same, but for the digits of tokens: then
/// no sign of a secret has a part in any hit, count, order, citation or error.
@Suite struct AttackTests {
    /// A tool that is listed and not attacked would be one of which nothing is known.
    @Test func everyToolThatIsListedIsAttacked() async throws {
        let place = try await AttackedPlace(PlantedSecrets(seed: 1))
        let listed = try await place.listed()
        await place.close()
        let attacked = Attack.tools.map(\.name)
        #expect(Set(attacked).symmetricDifference(listed).isEmpty && Set(attacked).count == attacked.count)
        #expect(Attack.tools.allSatisfy { $0.weight > 0 })
    }

    @Test func bothPlacesTellTheSame() async throws {
        let environment = ProcessInfo.processInfo.environment
        let seed = environment["CASEBOOK_SEED"].flatMap { UInt64($0) } ?? UInt64.random(in: 1...UInt64.max)
        let count = environment["CASEBOOK_SOAK"] == "1" ? 10_000 : 160
        let (one, other) = (PlantedSecrets(seed: seed), PlantedSecrets(seed: seed &+ 1))
        var first = try await AttackedPlace(one)
        var second = try await AttackedPlace(other)
        var random = AttackRandom(state: seed)
        var (differing, answered, said) = (0, Set<String>(), Set<String>())
        for number in 0..<count {
            if number > 0, number % 1000 == 0 { print("seed \(seed): \(number) attacks") }
            // Each tool once, and then whichever.
            let tool = number < Attack.tools.count ? Attack.tools[number].name : nil
            let attack =
                tool.map { Attack(of: $0, &random, guessing: one.all) } ?? Attack(&random, guessing: one.all)
            let told = try await first.told(attack)
            if told.isAnswer { answered.insert(attack.tool) }
            let same = try await second.told(attack)
            // What the caller has said itself may come back; of the other place's secrets it says none.
            said.formUnion(one.all.filter { "\(attack)".contains($0) })
            let isTold =
                one.all.contains { !said.contains($0) && told.text.contains($0) }
                || other.all.contains { same.text.contains($0) }
            #expect(!isTold, "seed \(seed), \(number): \(attack) tells a secret")
            guard told.compared != same.compared else { continue }
            differing += 1
            if differing <= 3 {
                let (left, right) = (told.compared, same.compared)
                let start = max(0, zip(left, right).prefix { $0 == $1 }.count - 200)
                Issue.record(
                    """
                    seed \(seed), \(number): \(attack)
                    tells\n…\(left.dropFirst(start).prefix(1500))\nor\n…\(right.dropFirst(start).prefix(1500))
                    """)
            }
        }
        #expect(differing == 0, "seed \(seed): \(differing) of \(count) answers differ")
        // Of a tool that only ever refuses nothing was learnt; nothing waits for anybody's decision here.
        let silent = Set(Attack.tools.map(\.name)).subtracting(answered).subtracting(["decide_approval"])
        #expect(count < 1000 || silent.isEmpty, "\(silent)")
        await first.close()
        await second.close()
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
