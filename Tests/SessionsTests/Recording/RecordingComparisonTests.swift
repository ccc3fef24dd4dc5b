import JSON
import Model
import Sessions
import TestSupport
import Testing

/// Which findings belong together.
@Suite struct RecordingComparisonTests {
    private static func finding(
        _ step: String?, _ statement: String, _ severity: Severity = .low, quote: String = "q"
    ) -> FoundStatement {
        let identifiers = SeededIdentifierSource()
        let evidence = EvidenceID(from: identifiers)
        let place = step.map { StepPlace($0) }
        let run = RunID(from: identifiers)
        return FoundStatement(
            Finding(
                id: FindingID(from: identifiers), statement: statement, severity: severity, confidence: 0.5,
                author: Principal(name: "x", kind: .workflow),
                citations: [Citation(evidence: evidence, place: .pointer("/a"), quote: quote)], verdict: .cited,
                step: place.map { StepReference(run: run, path: $0.path, iteration: $0.iteration) })
        ) { _ in "look" }
    }

    private static func words(_ changes: FindingChanges) -> [[String]] {
        [
            changes.same.map(\.statement).sorted(),
            changes.changed.map { "\($0.before.statement)>\($0.after.statement)" }.sorted(),
            changes.gone.map(\.statement).sorted(), changes.new.map(\.statement).sorted(),
        ]
    }

    @Test func orderDoesNotCount() {
        let all = [
            Self.finding("a", "1"), Self.finding("b", "2"), Self.finding("c[0]", "3"), Self.finding("c[1]", "3"),
        ]
        let changes = FindingChanges(from: all, to: all.reversed())
        #expect(Self.words(changes) == [["1", "2", "3", "3"], [], [], []])
    }

    @Test func oneStepMakesOneFindingOver() {
        let changes = FindingChanges(
            from: [Self.finding("a", "1"), Self.finding("b", "2")],
            to: [Self.finding("a", "one"), Self.finding("c", "9")])
        #expect(Self.words(changes) == [[], ["1>one"], ["2"], ["9"]])
    }

    /// A step that was given another name still says the same.
    @Test func theNameOfAStepDoesNotCountWhereAllElseIsTheSame() {
        let changes = FindingChanges(from: [Self.finding("a", "1")], to: [Self.finding("z", "1")])
        #expect(Self.words(changes) == [["1"], [], [], []])
        let graver = FindingChanges(from: [Self.finding("a", "1")], to: [Self.finding("z", "1", .high)])
        #expect(Self.words(graver) == [[], ["1>1"], [], []])
        #expect(graver.changed.first.map { $0.after.differences(from: $0.before) } == [.severity])
    }

    @Test func aQuoteCounts() {
        let changes = FindingChanges(
            from: [Self.finding("a", "1", quote: "x")], to: [Self.finding("a", "1", quote: "y")])
        #expect(changes.changed.first.map { $0.after.differences(from: $0.before) } == [.citations])
    }

    @Test func equalFindingsArePairedOnce() {
        let one = Self.finding("a", "1")
        #expect(Self.words(FindingChanges(from: [one, one, one], to: [one])) == [["1"], [], ["1", "1"], []])
        #expect(Self.words(FindingChanges(from: [one], to: [one, one])) == [["1"], [], [], ["1"]])
        #expect(Self.words(FindingChanges(from: [], to: [])) == [[], [], [], []])
    }
}
