import Glibc
import JSON
import PlanSamples
import Testing

@testable import TerraformTools

/// Plans with a fault somewhere: whatever it is, reading ends in a result or in an error that says what to do.
@Suite("Mutated plans")
struct PlanMutationTests {
    private static let isLong = unsafe getenv("CASEBOOK_SOAK") != nil
    private static let count = isLong ? 10_000 : 60

    @Test("No mutated plan crashes the readers or the judges")
    func survives() throws {
        let originals = try Self.originals()
        var random = SplitMix(state: 7)
        var refused = 0
        for round in 0..<Self.count {
            let original = originals[Int(random.next() % UInt64(originals.count))]
            let bytes = Self.mutated(original, originals, &random)
            let chunk = [1, 13, 4096, 1 << 18][Int(random.next() % 4)]
            do throws(PlanError) {
                let (header, content) = try PlanData.read(bytes, chunk: max(chunk, bytes.count / 2000))
                let risks = try PlanData.read(bytes, chunk: 1 << 16, into: RiskCollector(limit: 20)).1
                // What was read is shown, too.
                _ = content.changes.map { ChangeReport($0) }
                _ = content.changes.prefix(3).map { ExplanationReport($0, list: "planned", plan: "p", file: "f") }
                _ = risks.risks.map { RiskReport($0) }
                #expect(header.form == .lines || !header.formatVersion.isEmpty, "round \(round)")
            } catch {
                refused += 1
                #expect(!error.message.isEmpty && error.hint?.isEmpty == false, "round \(round)")
            }
        }
        #expect(refused > Self.count / 4)
        #expect(refused < Self.count)
    }

    /// Plans of all kinds: our own, and the real ones where they are there.
    private static func originals() throws -> [[UInt8]] {
        var sample: [UInt8] = []
        _ = PlanSample(bytes: 40_000).write { sample += $0 }
        var originals = [
            sample, Array(PlanReaderTests.plan.utf8), Array(PlanLineTests.lines.utf8), Array(StateTests.shown.utf8),
        ]
        for example in RiskExamples.dangerous.prefix(40) { originals.append(Array(example.plan().utf8)) }
        guard let root = PlanData.terraform else { return originals }
        for scenario in PlanData.scenarios {
            originals.append(Array(try PlanData.text("\(root)/scenarios/\(scenario)", "plan.json").utf8))
        }
        return originals
    }

    private static func mutated(_ original: [UInt8], _ all: [[UInt8]], _ random: inout SplitMix) -> [UInt8] {
        var bytes = original
        for _ in 0..<1 + Int(random.next() % 3) where !bytes.isEmpty {
            let place = Int(random.next() % UInt64(bytes.count))
            let length = Int(random.next() % 40)
            let end = min(bytes.count, place + length)
            switch random.next() % 9 {
            case 0: bytes[place] = UInt8(truncatingIfNeeded: random.next())
            case 1: bytes.removeSubrange(place..<end)
            case 2: bytes.insert(contentsOf: bytes[place..<end], at: place)
            case 3: bytes.removeSubrange(place...)
            case 4:
                let other = all[Int(random.next() % UInt64(all.count))]
                let from = Int(random.next() % UInt64(other.count))
                bytes.insert(contentsOf: other[from..<min(other.count, from + length)], at: place)
            // A value of another kind, where a value may be.
            case 5: replaceValue(&bytes, from: place, with: "null")
            case 6: replaceValue(&bytes, from: place, with: "[[]]")
            case 7: replaceValue(&bytes, from: place, with: "{\"a\":true}")
            default: replaceValue(&bytes, from: place, with: "\"\\u0000\\ud83d\\ude00\"")
            }
        }
        return bytes
    }

    /// Replaces what follows the next colon by a value, so that the text stays JSON more often than not.
    private static func replaceValue(_ bytes: inout [UInt8], from place: Int, with value: String) {
        guard let colon = bytes[place...].firstIndex(of: UInt8(ascii: ":")) else { return }
        let start = colon + 1
        let ends: Set<UInt8> = [UInt8(ascii: ","), UInt8(ascii: "}"), UInt8(ascii: "]")]
        guard let end = bytes[start...].firstIndex(where: { ends.contains($0) }) else { return }
        bytes.replaceSubrange(start..<end, with: Array(value.utf8))
    }
}
