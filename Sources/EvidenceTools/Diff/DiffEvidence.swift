internal import JSON
internal import Model
internal import Scanning
package import Tooling

/// Tells what is in one piece of evidence and not in another.
package struct DiffEvidence: Tool {
    package struct Input: Decodable, Sendable {
        let before: EvidenceID
        let after: EvidenceID
        let at: String?
        let key: String?
        let limit: Int?
    }

    package struct Output: Encodable, Sendable {
        let derivedFrom: [String]
        let counts: Counts
        let added: [Side]
        let removed: [Side]
        let changed: [Change]
    }

    struct Counts: Encodable, Sendable {
        var added = 0
        var removed = 0
        var changed = 0
        var same = 0
    }

    /// A value and its place in the original.
    struct Side: Encodable, Sendable {
        let evidence: String
        let pointer: String?
        let line: Int?
        let value: JSONValue
    }

    struct Change: Encodable, Sendable {
        let key: JSONValue
        let before: Side
        let after: Side
    }

    /// The most rows of each list.
    static let maximumRows = 100

    package init() {}

    package static func access(_ input: Input) -> [Access] { [.evidence(input.before), .evidence(input.after)] }

    package func run(_ input: Input, in context: ToolContext) async throws -> ToolResult<Output> {
        let at = try RowSelection(input.at)
        let limit = min(max(input.limit ?? 50, 1), Self.maximumRows)
        let (before, after) = (
            try await context.evidence.evidence(input.before), try await context.evidence.evidence(input.after)
        )
        var difference = Difference(limit: limit)
        if let bodies = Self.bodies(before, after, at) {
            guard input.key == nil else {
                throw ToolError(.validation, "lines have no key", hint: "leave out key, or give `at` as a JSON Pointer")
            }
            let readers = (
                before: try BodyReader(bodies.before, of: before, evidence: context.evidence),
                after: try BodyReader(bodies.after, of: after, evidence: context.evidence)
            )
            try await Self.compare(readers, (before.id, after.id), &difference)
        } else {
            let pointer: JSONPointer = if case .output(let pointer) = at { pointer } else { .root }
            try difference.compare(before, after, at: pointer, key: try input.key.map { try RowField($0) })
        }
        let output = difference.output(of: [before.id, after.id])
        let coverage = [before, after].map { evidence in
            let omitted = EvidenceCoverage.origin(of: evidence)
            return Coverage(
                source: evidence.id.rawValue,
                value: difference.isCut ? .truncated : omitted.isEmpty ? .complete : .partial,
                searched: Searched(items: output.counts.same + output.counts.changed), omitted: omitted)
        }
        let counts = output.counts
        return ToolResult(
            output: output, coverage: coverage,
            summary:
                "\(counts.added) added, \(counts.removed) removed, \(counts.changed) changed, \(counts.same) the same")
    }

    private static func bodies(
        _ before: Evidence, _ after: Evidence, _ at: RowSelection
    ) -> (before: BodyReference, after: BodyReference)? {
        guard let one = before.body, let other = after.body else { return nil }
        if case .output = at { return nil }
        return (one, other)
    }

    /// Compares lines by how often each stands in either body.
    private static func compare(
        _ bodies: (before: BodyReader, after: BodyReader), _ ids: (before: EvidenceID, after: EvidenceID),
        _ difference: inout Difference
    ) async throws {
        var known: [Digest: Int] = [:]
        try await forEachLine(of: bodies.before) { line, _ in known[Digest(of: line), default: 0] += 1 }
        var surplus = known
        try await forEachLine(of: bodies.after) { line, number in
            let digest = Digest(of: line)
            if let count = surplus[digest], count > 0 {
                surplus[digest] = count - 1
                difference.same()
            } else {
                difference.add(Row(evidence: ids.after, place: .line(number), value: BodyReader.value(of: line)))
            }
        }
        // The last ones of equal lines are those that the other has not.
        try await forEachLine(of: bodies.before) { line, number in
            let digest = Digest(of: line)
            guard let left = surplus[digest], left > 0, let count = known[digest] else { return }
            known[digest] = count - 1
            if count <= left {
                difference.remove(Row(evidence: ids.before, place: .line(number), value: BodyReader.value(of: line)))
            }
        }
    }

    private static func forEachLine(
        of body: BodyReader, _ visit: (_ line: [UInt8], _ number: Int) -> Void
    ) async throws {
        let isThere = try await body.forEachBlock(from: 0, line: 1) { bytes, _, first in
            var (position, number) = (0, first)
            while position < bytes.count {
                let end = LineScanner.newline(in: bytes, from: position) ?? bytes.count
                var line: [UInt8] = []
                line.reserveCapacity(end - position)
                for index in position..<end { line.append(bytes[index]) }
                visit(line, number)
                position = end + 1
                number += 1
            }
            return true
        }
        guard isThere else {
            throw ToolError(.notFound, "the body of one of them was removed", hint: "call its tool again")
        }
    }
}
