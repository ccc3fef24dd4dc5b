import Glibc
import JSON
import PlanSamples
import Testing

@testable import TerraformTools

/// Plans with a fault somewhere: whatever it is, reading ends in a result or in an error that says what to do.
@Suite("Mutated plans")
struct PlanMutationTests {
    private static let isLong = unsafe getenv("CASEBOOK_SOAK") != nil
    private static let count = isLong ? 10_000 : 150

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
                try Self.judgePlan(bytes, chunk: max(chunk, bytes.count / 2000))
            } catch {
                refused += 1
                #expect(!error.message.isEmpty && error.hint?.isEmpty == false, "round \(round)")
            }
            Self.readState(bytes, chunk: max(chunk, bytes.count / 2000))
        }
        #expect(refused > Self.count / 4)
        #expect(refused < Self.count)
    }

    @Test(
        "No number in any place is too large or too small",
        arguments: ["-9223372036854775808", "1e300", "-0", "1e-400"])
    func survivesNumbers(number: String) throws {
        var texts = RiskExamples.dangerous.map { $0.plan() }.filter { $0.contains(#/:-?[0-9]/#) }
        texts += [StateTests.file, PlanReaderTests.plan]
        var place = 0
        for text in texts {
            for match in text.matches(of: #/[:\[,]-?[0-9]+/#) {
                place += 1
                guard Self.isLong || place.isMultiple(of: 5) else { continue }
                var text = text
                let start = text.index(after: match.range.lowerBound)
                text.replaceSubrange(start..<match.range.upperBound, with: number)
                let bytes = Array(text.utf8)
                do throws(PlanError) { try Self.judgePlan(bytes, chunk: 1 << 16) } catch { _ = error.message }
                Self.readState(bytes, chunk: 1 << 16)
            }
        }
    }

    /// Reads, judges, matches and shows a plan as the tools do.
    private static func judgePlan(_ bytes: [UInt8], chunk: Int) throws(PlanError) {
        let (header, content) = try PlanData.read(bytes, chunk: chunk)
        let risks = try PlanData.read(bytes, chunk: 1 << 16, into: RiskCollector(limit: 20)).1
        _ = content.changes.map { ChangeReport($0) }
        _ = content.changes.prefix(3).map { ExplanationReport($0, list: "planned", plan: "p", file: "f") }
        _ = risks.risks.map { RiskReport($0) }
        let candidates = content.changesInOrder.prefix(20).map { Candidate(change: $0, header: header, source: "p") }
        let matcher = ChangeMatcher(
            onset: IncidentCase.onset, service: "checkout", metric: "connections", evidence: evidence)
        _ = matcher.rank(Array(candidates)).matches.enumerated().map { MatchReport($0.element, rank: $0.offset + 1) }
        #expect(header.form == .lines || !header.formatVersion.isEmpty)
    }

    private static let evidence = IncidentCase.explained.first?.evidence() ?? IncidentEvidence()

    /// Reads a state as the comparison of two does; most texts are none.
    private static func readState(_ bytes: [UInt8], chunk: Int) {
        var reader = StateReader()
        var index = StateIndex()
        do throws(PlanError) {
            var start = 0
            while start < bytes.count {
                let end = min(bytes.count, start + chunk)
                unsafe try reader.feed(bytes.span.extracting(start..<end).bytes, to: &index)
                start = end
            }
            _ = try reader.finish(&index)
        } catch {
            #expect(!error.message.isEmpty && error.hint?.isEmpty == false)
        }
    }

    /// Plans of all kinds: our own, and the real ones where they are there.
    private static func originals() throws -> [[UInt8]] {
        var sample: [UInt8] = []
        _ = PlanSample(bytes: 40_000).write { sample += $0 }
        var originals = [
            sample, Array(PlanReaderTests.plan.utf8), Array(PlanLineTests.lines.utf8), Array(StateTests.shown.utf8),
            Array(StateTests.file.utf8),
        ]
        for example in RiskExamples.dangerous { originals.append(Array(example.plan().utf8)) }
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
            switch random.next() % 10 {
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
            case 8:
                let numbers = ["-9223372036854775808", "9223372036854775807", "1e300", "-0", "1e-400"]
                replaceValue(&bytes, from: place, with: numbers[Int(random.next() % 5)])
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
