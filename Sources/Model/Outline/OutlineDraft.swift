/// A page of an outline that is being written, column by column: like stands beside like, which shrinks best.
struct OutlineDraft: Sendable {
    private let start: JournalHead
    private var end: JournalHead
    /// The runs that its calls and steps are of.
    private var runs: [OutlinedRun] = []
    private var kinds: [UInt8] = []
    private var delays: [UInt8] = []
    private var references: [UInt8] = []
    private var statuses: [UInt8] = []
    private var evidence: [UInt8] = []
    private var others: [Digest] = []
    /// The names of steps in columns of their own: how much is as in the one before, and what follows.
    private var (common, rests, positions): ([UInt8], [UInt8], [UInt8]) = ([], [], [])
    /// The steps that were named, and what the last call of each gave.
    private var steps: [(step: StepReference, run: Int, evidence: EvidenceID?)] = []
    /// Where each of them stands there.
    private var places: [StepReference: Int] = [:]
    private var time: Int64 = 0

    /// Runs of one page.
    private static let maximumRuns = 64

    var count: Int { kinds.count }

    init(after head: JournalHead) { (start, end) = (head, head) }

    mutating func add(_ event: Event, of entry: Entry) {
        end = entry.head
        let kind = tell(event, of: entry)
        kinds.append(kind.rawValue)
        guard kind != .other else { return others.append(entry.hash) }
        let milliseconds = entry.time.milliseconds
        delays.append(signed: milliseconds &- time)
        time = milliseconds
    }

    /// What of an entry is told; `other` where that would not be all that a run needs to know.
    private mutating func tell(_ event: Event, of entry: Entry) -> OutlinePage.Kind {
        guard !entry.isImported, entry.payload != nil else { return .other }
        switch event {
        case .stepStarted(let started):
            guard place(of: started.step) != nil else { return .other }
            return .started
        case .stepFinished(let finished):
            guard finished.output == nil, finished.error == nil, finished.reason == nil,
                let status = StepStatus.allCases.firstIndex(of: finished.status),
                let known = known(finished.step),
                finished.evidence == nil || finished.evidence == steps[known].evidence
            else { return .other }
            references.append(number: steps.count - known)
            statuses.append(UInt8(status) << 1 | (finished.evidence == nil ? 0 : 1))
            return .finished
        case .callFinished(let call):
            guard call.from == nil, call.imported == nil, let step = call.step,
                let bits = call.evidence.plainBits, let place = place(of: step)
            else { return .other }
            steps[place].evidence = call.evidence
            evidence.append(bits)
            runs[steps[place].run].sums.add(call)
            return .called
        default: return .other
        }
    }

    /// Where a step stands that was named before: mostly the one that was named last.
    private func known(_ step: StepReference) -> Int? {
        if let last = steps.indices.last, steps[last].step == step { return last }
        return places[step]
    }

    /// Writes which step is meant: one that was named before, or one that is named now.
    private mutating func place(of step: StepReference) -> Int? {
        if let known = known(step) {
            references.append(number: steps.count - known)
            return known
        }
        // What no workflow has: -1 stands for none.
        guard (step.iteration ?? 0) >= 0, let run = index(of: step.run) else { return nil }
        let last = steps.last?.step
        let name = Array(step.path.utf8)
        let shared = zip(name, (last?.path ?? "").utf8).prefix { $0 == $1 }.count
        references.append(number: 0)
        common.append(number: shared)
        rests.append(counted: Array(name[shared...]))
        positions.append(number: run)
        // The elements of a fan-out come one after the other.
        positions.append(signed: Int64(clamping: (step.iteration ?? -1) &- (last?.iteration ?? -1)))
        positions.append(signed: Int64(step.attempt))
        places[step] = steps.count
        steps.append((step, run, nil))
        return steps.count - 1
    }

    private mutating func index(of run: RunID) -> Int? {
        if let known = runs.firstIndex(where: { $0.id == run }) { return known }
        guard runs.count < Self.maximumRuns, run.plainBits != nil else { return nil }
        runs.append(OutlinedRun(id: run))
        return runs.count - 1
    }

    func page(_ number: Int) -> OutlinePage {
        var text: [UInt8] = [OutlinePage.form]
        text.append(number: start.sequence)
        text += start.hash.bytes + end.hash.bytes
        text.append(number: runs.count)
        for run in runs {
            if let bits = run.id.plainBits { text.append(bits) }
            for sum in [run.sums.answer, run.sums.milliseconds, run.sums.bytes, run.sums.rows] {
                text.append(number: sum)
            }
        }
        for column in [kinds, delays, references, statuses, common, rests, positions] { text.append(counted: column) }
        text += OutlinePage.digest(text[...], evidence, others: others).bytes
        return OutlinePage(number: number, text: text, evidence: evidence)
    }
}
