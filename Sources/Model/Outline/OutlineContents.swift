/// What a page of an outline says, read strictly: a page that is in any way not as it was written says nothing.
struct OutlineContents: Sendable {
    enum Part: Sendable {
        /// The entry has to be read where it stands.
        case other
        /// A step by its place in `steps`.
        case started(Int)
        case finished(Int, StepStatus, EvidenceID?)
        case called(Int)
    }

    let start: JournalHead
    let end: JournalHead
    /// The runs that its calls and steps are of.
    let runs: [OutlinedRun]
    private(set) var steps: [StepReference] = []
    /// For each entry, with its time where it is told here.
    private(set) var parts: [(part: Part, time: Timestamp)] = []
    /// The sequences of the entries that are not told here.
    private(set) var others: [Int] = []
    private let page: OutlinePage

    /// Entries of a page at most.
    private static let maximumCount = 1 << 16
    /// Bytes of all names of steps together.
    private static let maximumNames = 1 << 20

    init?(_ page: OutlinePage) {
        self.page = page
        var bytes = PackedReader(page.text)
        guard bytes.byte() == OutlinePage.form, let first = bytes.number(), let from = bytes.digest(),
            let to = bytes.digest(), let runs = Self.runs(&bytes),
            var kinds = bytes.part(), 1...Self.maximumCount ~= kinds.left, first < 1 << 32
        else { return nil }
        start = JournalHead(sequence: first, hash: from)
        end = JournalHead(sequence: first + kinds.left, hash: to)
        self.runs = runs
        guard var columns = Columns(&bytes, page.evidence), bytes.digest() != nil, bytes.isAtEnd else { return nil }
        parts.reserveCapacity(kinds.left)
        while let kind = kinds.byte() {
            guard let kind = OutlinePage.Kind(rawValue: kind), let part = part(kind, &columns) else { return nil }
            parts.append(part)
        }
        guard columns.areAtEnd else { return nil }
    }

    /// Whether the page is as it was written, by the hashes of the entries that it does not tell of.
    func isIntact(others: [Digest]) -> Bool {
        let body = page.text.dropLast(32)
        return Digest(bytes: page.text.suffix(32)) == OutlinePage.digest(body, page.evidence, others: others)
    }

    private static func runs(_ bytes: inout PackedReader) -> [OutlinedRun]? {
        guard let count = bytes.number(), count <= bytes.left / 20 else { return nil }
        var runs: [OutlinedRun] = []
        for _ in 0..<count {
            guard let run: RunID = bytes.identifier(), let answer = bytes.number(),
                let milliseconds = bytes.number(), let read = bytes.number(), let rows = bytes.number()
            else { return nil }
            let sums = CallSums(answer: answer, milliseconds: milliseconds, bytes: read, rows: rows)
            runs.append(OutlinedRun(id: run, sums: sums))
        }
        return runs
    }

    /// The columns from which what is told of entries is put together.
    private struct Columns {
        var delays, references, statuses, common, rests, positions: PackedReader
        var evidence: PackedReader
        var time: Int64 = 0
        /// The name of the step that was named last.
        var name: [UInt8] = []
        var iteration = -1
        /// Bytes of all names so far.
        var length = 0
        /// What the last call of each step gave.
        var given: [EvidenceID?] = []

        init?(_ bytes: inout PackedReader, _ evidence: [UInt8]) {
            guard let delays = bytes.part(), let references = bytes.part(), let statuses = bytes.part(),
                let common = bytes.part(), let rests = bytes.part(), let positions = bytes.part()
            else { return nil }
            (self.delays, self.references, self.statuses) = (delays, references, statuses)
            (self.common, self.rests, self.positions) = (common, rests, positions)
            self.evidence = PackedReader(evidence)
        }

        var areAtEnd: Bool {
            delays.isAtEnd && references.isAtEnd && statuses.isAtEnd && common.isAtEnd && rests.isAtEnd
                && positions.isAtEnd && evidence.isAtEnd
        }

        mutating func moment() -> Timestamp? {
            guard let delay = delays.signed() else { return nil }
            let (sum, overflow) = time.addingReportingOverflow(delay)
            guard !overflow, sum.magnitude < UInt64(Int64.max / 1_000_000) else { return nil }
            time = sum
            return Timestamp(milliseconds: sum)
        }

        /// The text of bytes, which are checked where they stand and copied once; nil where they are no UTF-8.
        private static func text(_ bytes: [UInt8]) -> String? {
            guard let text = try? UTF8Span(validating: bytes.span) else { return nil }
            return String(copying: text)
        }

        mutating func step(_ runs: [OutlinedRun]) -> StepReference? {
            guard let shared = common.number(), shared <= name.count,
                rests.addCounted(to: &name, keeping: shared, within: OutlineContents.maximumNames - length),
                let run = positions.number(), run < runs.count,
                let further = positions.signed(), let attempt = positions.signed()
            else { return nil }
            length += name.count
            let (place, overflow) = iteration.addingReportingOverflow(Int(further))
            guard !overflow, place >= -1, let path = Self.text(name) else { return nil }
            iteration = place
            return StepReference(
                run: runs[run].id, path: path, iteration: place < 0 ? nil : place, attempt: Int(attempt))
        }
    }

    private mutating func part(
        _ kind: OutlinePage.Kind, _ columns: inout Columns
    ) -> (part: Part, time: Timestamp)? {
        guard kind != .other else {
            others.append(start.sequence + parts.count + 1)
            return (.other, Timestamp(nanoseconds: 0))
        }
        guard let place = step(&columns), let time = columns.moment() else { return nil }
        switch kind {
        case .other: return nil
        case .started: return (.started(place), time)
        case .called:
            guard let id: EvidenceID = columns.evidence.identifier() else { return nil }
            columns.given[place] = id
            return (.called(place), time)
        case .finished:
            guard let byte = columns.statuses.byte(), Int(byte >> 1) < StepStatus.allCases.count else { return nil }
            let evidence = byte & 1 == 0 ? nil : columns.given[place]
            guard byte & 1 == 0 || evidence != nil else { return nil }
            return (.finished(place, StepStatus.allCases[Int(byte >> 1)], evidence), time)
        }
    }

    /// The step that comes next in the columns, by its place.
    private mutating func step(_ columns: inout Columns) -> Int? {
        guard let back = columns.references.number(), back <= steps.count else { return nil }
        guard back == 0 else { return steps.count - back }
        guard let step = columns.step(runs) else { return nil }
        steps.append(step)
        columns.given.append(nil)
        return steps.count - 1
    }
}
