import CaseFiles
import JSON
import Model
import Testing

/// Changes of a case file by whoever does not have the key; each is tried a thousand times and refused each time.
@Suite struct AttackTests {
    private static let tries: UInt64 = 1000

    private let draft = CaseDraft.sample()
    private let key: SigningKey
    private let header: CaseHeader
    private let file: [UInt8]
    private let lines: [[UInt8]]

    init() throws {
        key = try CaseDraft.key(7)
        let items = try draft.items(.key(key))
        guard case .header(let header) = items[0] else { throw CaseError(.malformed, "no header") }
        self.header = header
        file = try CaseDraft.bytes(of: items)
        lines = file.split(separator: UInt8(ascii: "\n")).map { Array($0) }
    }

    @Test func theFileItselfHolds() async throws {
        let report = try await CaseReport.of(file, key: key.publicKey)
        #expect(report.isSound, "\(report.faults)")
        #expect(report.signature == .known(key.publicKey))
        #expect(report.faults.isEmpty)
        for (subject, count) in [(CasePart.entry, 8), (.evidence, 3), (.body, 2), (.citations, 2), (.journal, 1)] {
            #expect(report.counts.count(of: subject, .holds) == count, "\(subject)")
        }
    }

    /// Without a key: the sum at the end tells.
    @Test func oneFlippedBit() async throws {
        for seed in 0..<Self.tries {
            var random = SeededGenerator(state: seed)
            var bytes = file
            bytes[Int.random(in: bytes.indices, using: &random)] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            do {
                #expect(try await !CaseReport.of(bytes).isSound, "seed \(seed)")
            } catch let error as CaseError {
                // The number of the format's version was hit.
                #expect(error.kind == .newerVersion, "seed \(seed)")
            }
        }
    }

    @Test func everyHashComputedAnew() async throws {
        try await attack { draft, random in
            let index = draft.journals[0].rows.indices.randomElement(using: &random) ?? 0
            switch Int.random(in: 0..<6, using: &random) {
            case 0: draft.journals[0].rows[index].principal += "\(Int.random(in: 0..<100, using: &random))"
            case 1:
                draft.journals[0].rows[index].time = Timestamp(milliseconds: .random(in: 0..<1 << 40, using: &random))
            case 2: draft.journals[0].rows[index].kind += "x"
            case 3:
                draft.journals[0].rows[index].payload = Array("{\"n\":\(Int.random(in: 0..<100, using: &random))}".utf8)
            case 4: draft.journals[0].rows.insert(draft.journals[0].rows[index], at: index)
            default: draft.forge(&random)
            }
        }
    }

    @Test func cutAtTheTail() async throws {
        try await attack { draft, random in
            draft.journals[0].rows.removeLast(Int.random(in: 1..<draft.journals[0].rows.count, using: &random))
        } lines: { lines, random in
            lines.removeLast(Int.random(in: 1..<lines.count, using: &random))
        }
    }

    /// Without an end that fits, too.
    @Test func cutAnywhere() async throws {
        for length in file.indices where length % 17 == 0 {
            #expect(try await !CaseReport.of(Array(file[..<length])).isSound, "\(length)")
        }
    }

    @Test func reordered() async throws {
        try await attack { draft, random in
            let rows = draft.journals[0].rows
            let first = Int.random(in: 0..<rows.count - 1, using: &random)
            draft.journals[0].rows.swapAt(first, Int.random(in: first + 1..<rows.count, using: &random))
        } lines: { lines, random in
            let first = Int.random(in: 0..<lines.count - 1, using: &random)
            lines.swapAt(first, Int.random(in: first + 1..<lines.count, using: &random))
        }
    }

    @Test func evidenceSwappedConsistently() async throws {
        try await attack { draft, random in
            let calls = draft.journals[0].rows.indices.filter { draft.journals[0].rows[$0].evidence != nil }
                .shuffled(using: &random)
            let (first, second) = (calls[0], calls[1])
            if Bool.random(using: &random) {
                // With the entries' own hashes of it.
                draft.journals[0].rows.swapEvidence(first, second)
                draft.journals[0].rows.swapPayload(first, second)
            } else {
                draft.journals[0].rows.swapEvidence(first, second)
            }
        }
    }

    /// Changes the case, seals it anew and puts an end to it in each way that needs no key.
    ///
    /// - Parameter changeLines: changes the lines as they are instead; a fifth way.
    private func attack(
        _ change: (inout CaseDraft, inout SeededGenerator) throws -> Void,
        lines changeLines: ((inout [[UInt8]], inout SeededGenerator) -> Void)? = nil
    ) async throws {
        let own = try CaseDraft.key(8)
        for seed in 0..<Self.tries {
            var random = SeededGenerator(state: seed)
            if let changeLines, seed % 5 == 4 {
                var lines = Array(lines.dropLast())
                changeLines(&lines, &random)
                let bytes = try CaseDraft.bytes(ofLines: lines, entries: header.head.entries)
                #expect(try await !CaseReport.of(bytes, key: key.publicKey).isSound, "seed \(seed)")
                continue
            }
            var forged = draft
            try change(&forged, &random)
            let bytes: [UInt8]
            switch seed % 4 {
            case 0: bytes = try forged.bytes(.borrowed(header))
            case 1: bytes = try forged.bytes(.key(own))
            case 2: bytes = try forged.bytes(.nobody)
            default:
                // The head as it was signed, over other entries.
                var items = try forged.items(.nobody)
                items[0] = .header(header)
                bytes = try CaseDraft.bytes(of: items)
            }
            let report = try await CaseReport.of(bytes, key: key.publicKey)
            #expect(!report.isSound, "seed \(seed)")
        }
    }
}

extension CaseDraft {
    /// Changes what a call found, and all that vouches for it.
    fileprivate mutating func forge(_ random: inout SeededGenerator) {
        let calls = journals[0].rows.indices.filter { journals[0].rows[$0].evidence != nil }
        guard let index = calls.randomElement(using: &random), let old = journals[0].rows[index].evidence else {
            return
        }
        let body = Array("forged \(Int.random(in: 0..<100, using: &random))\n".utf8)
        let evidence = Evidence(
            id: old.id, tool: old.tool, version: old.version, arguments: old.arguments, window: old.window,
            sources: old.sources, coverage: old.coverage, started: old.started, finished: old.finished,
            output: ["hits": JSONValue(Int.random(in: 0..<100, using: &random)), "text": "forged"],
            body: BodyReference(describing: body), summary: old.summary)
        journals[0].rows[index].evidence = evidence
        journals[0].rows[index].body = body
        journals[0].rows[index].payload = Self.call(evidence)
    }
}

extension Array where Element == CaseDraft.Row {
    fileprivate mutating func swapEvidence(_ first: Int, _ second: Int) {
        let kept = self[first]
        self[first].evidence = self[second].evidence
        self[first].body = self[second].body
        self[second].evidence = kept.evidence
        self[second].body = kept.body
    }

    fileprivate mutating func swapPayload(_ first: Int, _ second: Int) {
        let kept = self[first].payload
        self[first].payload = self[second].payload
        self[second].payload = kept
    }
}
