import ArgumentParser
import Model
import Sessions

/// The window of a new session.
struct WindowOptions: ParsableArguments {
    @Option(help: ArgumentHelp("`last 2h`, `START to END` or `TIME ± 15m`.", valueName: "window"))
    var window: String?

    @Option(help: ArgumentHelp("The normal time to compare with.", valueName: "window"))
    var baseline: String?

    /// The window that was given, or the one that the sources suggest.
    func resolve(in workplace: Workplace) async throws -> WindowSet {
        let parser = WindowParser(now: workplace.manager.clock.now)
        let baseline = try baseline.map { try parser.span($0) }
        if let window { return WindowSet(window: Window(try parser.span(window), baseline: baseline), origin: "given") }
        let found = try await workplace.executor.standardWindow()
        guard let baseline else { return found }
        return WindowSet(window: Window(found.window.span, baseline: baseline), origin: found.origin)
    }
}
