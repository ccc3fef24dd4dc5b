import JSON
import Model
import Sessions
import Synchronization
import Tooling

/// Shows a run as it goes: on a terminal a block of lines that is drawn again, in a pipe a line for each event.
final class RunView: Sendable {
    private let output: Output
    private let clock = ContinuousClock()
    private let state = Mutex(State())

    private struct State {
        var session: SessionID?
        var steps: [Step] = []
        /// How wide the lines are that stand on the terminal and are drawn over.
        var drawn: [Int] = []
        var lastDrawn: ContinuousClock.Instant?
    }

    private struct Step {
        let reference: StepReference
        let started: ContinuousClock.Instant
        var finished: ContinuousClock.Instant?
        var status: StepStatus
        var detail: String
    }

    init(output: Output) { self.output = output }

    /// The session that is being worked in, once it is known.
    var session: SessionID? { state.withLock { $0.session } }

    /// Takes something that happened.
    func show(_ progress: RunProgress) {
        guard !output.isJSON else {
            if case .runStarted(let session, _, _) = progress { state.withLock { $0.session = session } }
            return
        }
        state.withLock { state in
            let isNews = apply(progress, to: &state)
            guard output.isTerminal else {
                if let line = plain(progress, in: state) { output.text(line) }
                return
            }
            if isNews || isDue(state) { draw(&state) }
        }
    }

    /// Leaves the last state standing.
    func finish() {
        guard output.isTerminal, !output.isJSON else { return }
        state.withLock { draw(&$0) }
    }

    private func apply(_ progress: RunProgress, to state: inout State) -> Bool {
        switch progress {
        case .runStarted(let session, _, let workflow):
            state.session = session
            if output.isTerminal { output.text("\(output.paint(workflow, .bold)) in session \(session)") }
        case .stepStarted(let step):
            state.steps.removeAll { $0.reference.isSameStep(as: step) }
            state.steps.append(Step(reference: step, started: clock.now, status: .running, detail: ""))
        case .stepProgress(let step, let progress):
            update(step, in: &state) { $0.detail = progress.activity }
            return false
        case .stepFinished(let step, let status, let summary):
            if !state.steps.contains(where: { $0.reference == step }) {
                state.steps.append(Step(reference: step, started: clock.now, status: status, detail: ""))
            }
            let now = clock.now
            update(step, in: &state) {
                $0.status = status
                $0.finished = now
                $0.detail = summary ?? ""
            }
        case .stepWaiting(let step, let message):
            state.steps.removeAll { $0.reference == step }
            state.steps.append(Step(reference: step, started: clock.now, status: .waiting, detail: message))
        case .findingRecorded, .runFinished: return false
        }
        return true
    }

    private func update(_ step: StepReference, in state: inout State, _ change: (inout Step) -> Void) {
        guard let index = state.steps.lastIndex(where: { $0.reference == step }) else { return }
        change(&state.steps[index])
    }

    private func isDue(_ state: State) -> Bool {
        guard let last = state.lastDrawn else { return true }
        return last.duration(to: clock.now) > .milliseconds(100)
    }

    private func draw(_ state: inout State) {
        // A line that wraps, or a block higher than the screen, could not be drawn over.
        let size = output.size
        let shown = state.steps.suffix(max(1, size.rows - 1)).map { line(of: $0, columns: size.columns - 1) }
        // A terminal that was made narrower has broken the lines that stand there, each in its own way: they are left.
        let isBroken = state.drawn.contains { $0 > size.columns }
        let height = isBroken ? 0 : state.drawn.count
        var text = height > 0 ? "\u{1B}[\(height)A\r" : ""
        // Each line is written over before its rest is cleared, so that nothing flickers.
        for line in shown { text += "\(line.text)\u{1B}[K\n" }
        if height > shown.count { text += "\u{1B}[J" }
        output.raw(text)
        state.drawn = shown.map(\.width)
        state.lastDrawn = clock.now
    }

    private func line(of step: Step, columns: Int) -> (text: String, width: Int) {
        let (mark, style): (String, Output.Style) =
            switch step.status {
            case .succeeded: ("✓", .green)
            case .failed, .timedOut: ("✗", .red)
            case .skipped, .cancelled: ("–", .dim)
            case .waiting: ("?", .yellow)
            case .running, .pending: ("…", .cyan)
            }
        // As much of it as leaves room for the time; the name of a step of a workflow within one is a path.
        let name = Printable.cut(Self.name(of: step.reference), toColumns: min(24, max(14, columns - 40))).padded(
            to: 14)
        let time = Self.seconds(step.started.duration(to: step.finished ?? clock.now))
        let used = 4 + Printable.columns(of: name) + 1 + time.count
        let head = "  \(output.paint(mark, style)) \(name) \(output.paint(time, .dim))"
        let room = columns - used - 2
        guard room > 8 else { return (head, used) }
        let detail = Printable.cut(step.detail, toColumns: room)
        return ("\(head)  \(detail)", used + 2 + Printable.columns(of: detail))
    }

    /// `lines[3]` for the fourth element of a fan-out.
    private static func name(of step: StepReference) -> String {
        step.path + (step.iteration.map { "[\($0)]" } ?? "")
    }

    private func plain(_ progress: RunProgress, in state: State) -> String? {
        switch progress {
        case .runStarted(let session, let run, let workflow): return "run \(run) of \(workflow) in session \(session)"
        case .stepStarted(let step): return "step \(Self.name(of: step)) started"
        case .stepFinished(let step, let status, let summary):
            let detail = summary.map { ": " + Printable.cut($0, to: 200) } ?? ""
            return "step \(Self.name(of: step)) \(status.rawValue)\(detail)"
        case .stepWaiting(let step, let message):
            return "step \(Self.name(of: step)) waits for a person: \(Printable.cut(message, to: 200))"
        case .runFinished(let status): return "run \(status.rawValue)"
        case .stepProgress, .findingRecorded: return nil
        }
    }

    private static func seconds(_ duration: Duration) -> String {
        let milliseconds = Int(duration / .milliseconds(1))
        let tenths = String((milliseconds + 50) / 100)
        let digits = tenths.count > 1 ? tenths : "0" + tenths
        return (digits.dropLast() + "." + digits.suffix(1) + " s").padded(to: 7)
    }
}

extension StepReference {
    /// Whether both are attempts at one step of one run, for one element.
    fileprivate func isSameStep(as other: StepReference) -> Bool {
        run == other.run && path == other.path && iteration == other.iteration
    }
}

extension StringProtocol {
    /// With blanks after it up to a width.
    func padded(to width: Int) -> String { self + String(repeating: " ", count: Swift.max(0, width - count)) }
}
