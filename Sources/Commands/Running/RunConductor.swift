import Dispatch
import Glibc
import Model
import Sessions

/// Drives runs for a person: shows what happens, stops at Ctrl-C, and prints the result.
struct RunConductor {
    let workplace: Workplace
    let output: Output
    let failOn: Severity?

    /// Drives `work` and prints what it ended in.
    func conduct(
        _ work:
            @escaping @Sendable (_ watch: @escaping @Sendable (RunProgress) -> Void) async throws
            -> [WorkflowRunner.Ended]
    ) async throws -> ExitStatus {
        // A run goes on when whoever reads its progress has gone.
        signal(SIGPIPE, SIG_IGN)
        let view = RunView(output: output)
        let task = Task { try await work { view.show($0) } }
        let interrupts = Self.onInterrupt { task.cancel() }
        defer { for source in interrupts { source.cancel() } }
        do {
            let ended = try await task.value
            view.finish()
            return try await tell(ended)
        } catch is CancellationError {
            view.finish()
            if let session = view.session {
                output.error(
                    code: "interrupted", message: "stopped; everything finished so far is kept",
                    hint: "casebook resume \(session)")
            }
            return .interrupted
        } catch {
            view.finish()
            throw error
        }
    }

    private func tell(_ ended: [WorkflowRunner.Ended]) async throws -> ExitStatus {
        var results: [RunResult] = []
        for run in ended { results.append(try await RunResult(run, store: workplace.manager.store)) }
        guard let newest = results.last else { return .done }
        if output.isJSON {
            output.json(newest.json(others: Array(results.dropLast())))
        } else {
            for result in results { output.text(RunResultText(result, output: output).text) }
        }
        return ExitStatus.worst(of: results.map { $0.exit(failingOn: failOn) })
    }

    /// The first signal stops the work in good order, a second one ends the process at once.
    private static func onInterrupt(_ action: @escaping @Sendable () -> Void) -> [any DispatchSourceSignal] {
        [SIGINT, SIGTERM].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler {
                action()
                signal(number, SIG_DFL)
            }
            source.resume()
            return source
        }
    }
}
