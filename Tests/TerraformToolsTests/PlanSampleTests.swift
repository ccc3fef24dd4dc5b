import JSON
import PlanSamples
import Testing

@testable import TerraformTools

/// Plans that the project makes itself: what was planted in them is known.
@Suite("Generated plans")
struct PlanSampleTests {
    private func sample(_ bytes: Int, seed: UInt64) -> (text: [UInt8], planted: PlanSample.Planted) {
        var text: [UInt8] = []
        let planted = PlanSample(bytes: bytes, seed: seed).write { text += $0 }
        return (text, planted)
    }

    @Test("What was planted is counted, found, and hidden", arguments: [UInt64(1), 2, 99])
    func findsWhatWasPlanted(seed: UInt64) throws {
        let (text, planted) = sample(1_500_000, seed: seed)
        #expect((try? JSONValue(parsing: text)) != nil)
        let (header, content) = try PlanData.read(text, chunk: 1 << 16)
        #expect(content.actions == planted.actions)
        #expect(content.counts.line(countsForgotten: header.countsForgotten) == planted.line)
        #expect(content.driftCount == planted.drift.count)
        #expect(header.unknownMembers.isEmpty)
        #expect(planted.dangers.count > 15)

        let risks = try PlanData.read(text, chunk: 1 << 16, into: RiskCollector(limit: 500)).1.risks
        for danger in planted.dangers {
            let found = risks.filter { $0.head.address == danger.address && !$0.isDrift }.map(\.kind.rawValue)
            #expect(found.contains(danger.kind), "\(danger.kind) of \(danger.address), found \(found)")
        }
        let dangerous = Set(planted.dangers.map(\.address))
        #expect(risks.filter { !$0.isDrift && !dangerous.contains($0.head.address) }.map(\.rule) == [])
        #expect(Set(risks.filter(\.isDrift).map(\.head.address)) == Set(planted.drift))

        let shown = "\(content) \(risks)"
        for secret in planted.secrets { #expect(!shown.contains(secret), "\(secret) is shown") }
    }

    @Test("Numbers beyond the exactness of doubles stay exact")
    func keepsNumbers() throws {
        let plan = #"""
            {"format_version":"1.2","resource_changes":[{"address":"a.b","mode":"managed","type":"a","name":"b",
            "change":{"actions":["update"],"before":{"n":9007199254740993,"m":1e400},"after":{"n":9007199254740995,"m":1e401}}}]}
            """#
        let (_, content) = try PlanData.read(plan)
        #expect(
            content.changes[0].attributes.map(\.transition) == ["9007199254740993 → 9007199254740995", "1e400 → 1e401"])
        #expect(Shown.value(content.changes[0].attributes[0].after).serialized() == "9007199254740995")
    }

    @Test("The same seed gives the same plan")
    func isRepeatable() {
        #expect(sample(300_000, seed: 5).text == sample(300_000, seed: 5).text)
        #expect(sample(300_000, seed: 5).text != sample(300_000, seed: 6).text)
    }
}
