internal import JSON
internal import Model
internal import Scanning
package import Tooling

/// Asks stored evidence again, without asking the source again: search, filter, project, sort, count, page.
package struct QueryEvidence: Tool {
    package struct Input: Decodable, Sendable {
        let evidence: [EvidenceID]
        let at: String?
        let text: String?
        let regex: String?
        let caseSensitive: Bool?
        let `where`: String?
        let fields: [String]?
        let sort: String?
        let descending: Bool?
        let groupBy: [String]?
        let measure: String?
        let limit: Int?
        let cursor: String?
    }

    package struct Output: Encodable, Sendable {
        let derivedFrom: [String]
        let matched: Int
        let examined: Int
        let isComplete: Bool
        let rows: [ShownRow]
        let groups: [Grouping.Group]?
        let nextCursor: String?
    }

    /// A row, and the place in the original that a citation of it leads to.
    struct ShownRow: Encodable, Sendable {
        let evidence: String
        let pointer: String?
        let line: Int?
        let value: JSONValue
    }

    /// The most rows of an answer.
    static let maximumRows = 200
    /// The most evidence that one call asks.
    static let maximumEvidence = 100

    package init() {}

    package static func access(_ input: Input) -> [Access] { input.evidence.map { .evidence($0) } }

    package func run(_ input: Input, in context: ToolContext) async throws -> ToolResult<Output> {
        let plan = try QueryPlan(input)
        let start = try input.cursor.map { try QueryCursor($0) } ?? QueryCursor()
        guard start.evidence < input.evidence.count else {
            throw ToolError(.validation, "the cursor is of another query", hint: "give the same evidence again")
        }
        var gathering = QueryGathering(plan)
        var coverage: [Coverage] = []
        let first = plan.isStreaming ? start.evidence : 0
        for (index, id) in input.evidence.enumerated() where index >= first && !gathering.isFull {
            context.progress(Progress(activity: "reading \(id)", done: index, total: input.evidence.count))
            var from = QueryCursor()
            if plan.isStreaming, index == start.evidence { from = start }
            from.evidence = index
            let before = gathering
            let evidence = try await context.evidence.evidence(id)
            let isThere = try await Self.read(evidence, from: from, context.evidence, &gathering)
            coverage.append(EvidenceCoverage.of(evidence, isThere: isThere, after: gathering, before: before))
        }
        if plan.sort != nil { gathering.page(from: start.row - 1) }
        let output = Self.output(gathering, plan, input.evidence)
        return ToolResult(output: output, coverage: coverage, summary: Self.summary(output))
    }

    /// Takes the rows of one piece of evidence; false when its body is gone.
    private static func read(
        _ evidence: Evidence, from start: QueryCursor, _ reading: any EvidenceReading,
        _ gathering: inout QueryGathering
    ) async throws -> Bool {
        switch gathering.plan.at {
        case .output(let pointer):
            try take(try RowSelection.rows(of: evidence, at: pointer), from: start, &gathering)
        case .standard where evidence.body == nil:
            try take(try RowSelection.rows(of: evidence, at: .root), from: start, &gathering)
        case .standard, .body:
            guard let body = evidence.body else {
                throw ToolError(
                    .validation, "\(evidence.id) has no body: all there is stands in its output",
                    hint: "leave out `at`, or give a JSON Pointer such as /hits")
            }
            let reader = try BodyReader(body, of: evidence, evidence: reading)
            return try await take(reader, of: evidence.id, from: start, &gathering)
        }
        return true
    }

    private static func take(_ rows: [Row], from start: QueryCursor, _ gathering: inout QueryGathering) throws {
        for (index, row) in rows.enumerated().dropFirst(start.row - 1) {
            try Task.checkCancellation()
            guard gathering.plan.matches(row.text) else { continue }
            var cursor = start
            cursor.row = index + 1
            guard gathering.take(row, number: index + 1, at: cursor) else { return }
        }
    }

    private static func take(
        _ reader: BodyReader, of id: EvidenceID, from start: QueryCursor, _ gathering: inout QueryGathering
    ) async throws -> Bool {
        try await reader.forEachBlock(from: start.offset, line: start.row) { bytes, offset, firstLine in
            gathering.read(bytes.count)
            var (position, counted, number) = (0, 0, firstLine)
            while let place = gathering.plan.firstMatch(in: bytes, from: position), place < bytes.count {
                var begin = place
                while begin > position, bytes[begin - 1] != UInt8(ascii: "\n") { begin -= 1 }
                let end = LineScanner.newline(in: bytes, from: place) ?? bytes.count
                number += NewlineCounter.count(in: bytes.extracting(counted..<begin))
                counted = begin
                position = end + 1
                var line: [UInt8] = []
                line.reserveCapacity(end - begin)
                for index in begin..<end { line.append(bytes[index]) }
                guard !line.isEmpty || !gathering.plan.hasText, gathering.plan.matches(line: line) else { continue }
                let row = Row(evidence: id, place: .line(number), value: BodyReader.value(of: line))
                var cursor = start
                (cursor.row, cursor.offset) = (number, offset + begin)
                guard gathering.take(row, number: number, at: cursor) else { return false }
            }
            return true
        }
    }

    private static func output(_ gathering: QueryGathering, _ plan: QueryPlan, _ ids: [EvidenceID]) -> Output {
        let groups = gathering.groups?.ordered
        let rows = gathering.groups == nil ? gathering.rows : []
        return Output(
            derivedFrom: ids.map(\.rawValue), matched: gathering.matched, examined: gathering.examined,
            isComplete: gathering.next == nil, rows: rows.map { Self.shown($0, plan) },
            groups: groups.map { Array($0.prefix(plan.limit)) }, nextCursor: gathering.next?.text)
    }

    private static func shown(_ row: Row, _ plan: QueryPlan) -> ShownRow {
        let value = QueryGathering.shown(plan.shown(row))
        return switch row.place {
        case .pointer(let pointer):
            ShownRow(evidence: row.evidence.rawValue, pointer: pointer, line: nil, value: value)
        case .line(let line): ShownRow(evidence: row.evidence.rawValue, pointer: nil, line: line, value: value)
        }
    }

    private static func summary(_ output: Output) -> String {
        let rest = output.isComplete ? "" : " so far"
        if let groups = output.groups { return "\(output.matched) rows in \(groups.count) groups" }
        return "\(output.matched) rows\(rest) of \(output.derivedFrom.count) pieces of evidence"
    }
}
